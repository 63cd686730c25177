package pakit.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import pakit.block.Block;
import pakit.error.PakitException;

@Timeout(60)
class BlockIntakeTest {
    /// 128 blocks of 32 KiB, for two workers.
    private static final int AHEAD_BLOCKS = 2 * Block.MAX_BYTES / (32 << 10);

    private final MemoryBlocks blocks = new MemoryBlocks();

    @AutoClose
    private final Workers workers = new Workers(2);

    private final CountDownLatch gate = new CountDownLatch(1);

    private BlockIntake intake(Function<Block, Outcome> way) {
        return new BlockIntake(way, workers);
    }

    private static byte[] chunk(int number) {
        byte[] chunk = new byte[32 << 10];
        chunk[0] = (byte) number;
        chunk[1] = (byte) (number >> 8);
        return chunk;
    }

    private static int number(Block block) {
        return (block.bytes()[0] & 0xff) + ((block.bytes()[1] & 0xff) << 8);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void bytesOnTheirWayAreBounded() throws InterruptedException {
        AtomicInteger put = new AtomicInteger();
        try (BlockIntake intake = intake(block -> {
            await(gate);
            return blocks.store(block);
        })) {
            Thread putter = Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 3 * AHEAD_BLOCKS; i++) {
                    intake.putLeaf(chunk(i));
                    put.incrementAndGet();
                }
            });
            while (putter.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            assertThat(put).hasValue(AHEAD_BLOCKS);
            assertThat(blocks.blocks).isEmpty();
            gate.countDown();
            putter.join();
            intake.drain();
            assertThat(blocks.blocks).hasSize(3 * AHEAD_BLOCKS);
            assertThat(intake.newBlocks()).isEqualTo(3 * AHEAD_BLOCKS);
        }
    }

    @Test
    void linkIsThereBeforeItsBlockIsStored() {
        try (BlockIntake intake = intake(block -> {
            await(gate);
            return blocks.store(block);
        })) {
            DagLink link = intake.named(intake.putLeaf(chunk(1)));
            assertThat(blocks.blocks).isEmpty();
            gate.countDown();
            intake.drain();
            assertThat(blocks.blocks).containsOnlyKeys(link.id());
        }
    }

    @Test
    void earliestOfSeveralFailuresIsThrown() {
        CountDownLatch laterFailed = new CountDownLatch(1);
        try (BlockIntake intake = intake(block -> {
            if (number(block) == 1) {
                await(gate);
                throw new PakitException.Unavailable("first");
            }
            laterFailed.countDown();
            throw new PakitException.Unavailable("second");
        })) {
            intake.putLeaf(chunk(1));
            intake.putLeaf(chunk(2));
            Thread.ofVirtual().start(() -> {
                await(laterFailed);
                gate.countDown();
            });
            assertThatThrownBy(intake::drain).hasMessage("first");
            assertThatThrownBy(() -> intake.putLeaf(chunk(3))).hasMessage("first");
        }
    }

    @Test
    void whatComesBehindAFailureIsDroppedAndNobodyWaitsForIt() {
        try (BlockIntake intake = intake(block -> {
            if (number(block) == 0) {
                await(gate);
                throw new PakitException.Unavailable("broken");
            }
            await(gate);
            return blocks.store(block);
        })) {
            CompletableFuture<DagLink> last = new CompletableFuture<>();
            for (int i = 0; i < 100; i++) {
                last = intake.putLeaf(chunk(i));
            }
            gate.countDown();
            CompletableFuture<DagLink> waitedFor = last;
            assertThatThrownBy(() -> {
                        intake.named(waitedFor);
                        intake.drain();
                    })
                    .hasMessage("broken");
        }
    }

    @Test
    void closingDropsWhatIsNotBegunAndWaitsForTheRest() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(2);
        BlockIntake intake = intake(block -> {
            begun.countDown();
            await(gate);
            return blocks.store(block);
        });
        for (int i = 0; i < AHEAD_BLOCKS; i++) {
            intake.putLeaf(chunk(i));
        }
        await(begun);
        Thread closer = Thread.ofPlatform().start(intake::close);
        while (closer.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        gate.countDown();
        closer.join();
        assertThat(blocks.blocks).hasSize(2);
        assertThatThrownBy(() -> intake.putLeaf(chunk(1))).hasMessage("closed");
    }

    @Test
    void stoppedWorkersRefuseAndNothingHangs() {
        try (BlockIntake intake = intake(blocks::store)) {
            workers.close();
            assertThatThrownBy(() -> intake.putLeaf(chunk(1))).isInstanceOf(PakitException.Unavailable.class);
        }
    }
}
