package pakit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.codec.BlockRecord;
import pakit.codec.Codec;
import pakit.error.PakitException;

class VerifierTest {
    @TempDir
    Path directory;

    private Home home;
    private Root root;

    @BeforeEach
    void open() {
        home = Homes.open(directory);
        root = Forest.plant(home, "tree", 0, 200);
    }

    @AfterEach
    void close() {
        home.close();
    }

    @Test
    void anIntactHomeIsClean() throws InterruptedException {
        LongAdder seen = new LongAdder();
        Verifier.Verified verified = new Verifier(home, Forest::links, 3).verify(seen::add);
        assertThat(verified.clean()).isTrue();
        assertThat(verified.checkedBlocks()).isEqualTo(203);
        assertThat(verified.checkedBytes())
                .isEqualTo(home.blocks().totals().plainBytes())
                .isEqualTo(seen.sum());
    }

    @Test
    void aBlockOfOtherBytesIsNamedWithWhatWasFound() {
        BlockId id = Homes.leaf(7).id();
        Block other = Homes.leaf(1007);
        replace(id, BlockRecord.pack(new Codec.Lz4(), other.bytes()).bytes());
        assertThat(verify().problems()).singleElement().satisfies(problem -> {
            assertThat(problem.id()).isEqualTo(id.toString());
            assertThat(problem.what()).contains(other.id().toString());
        });
    }

    @Test
    void aRecordThatDoesNotDecodeIsNamed() {
        BlockId id = Homes.leaf(7).id();
        replace(id, new byte[] {9, 9, 9, 9});
        assertThat(verify().problems()).singleElement().satisfies(problem -> {
            assertThat(problem.id()).isEqualTo(id.toString());
            assertThat(problem.what()).contains("format 9");
        });
    }

    @Test
    void aMissingBlockIsNamedWithTheRootThatNeedsIt() {
        BlockId id = Homes.leaf(7).id();
        home.blocks().delete(id);
        assertThat(verify().problems())
                .containsExactly(
                        new Verifier.Problem(id.toString(), "root " + root.id() + " needs it and it is missing"));
    }

    @Test
    void aHeadWithoutItsRecordAndAHeadOfAnotherRecordAreNamed() {
        RocksDatabase database = home.blocks().database();
        byte[] lost = Homes.leaf(7).id().toBytes();
        byte[] wrong = Homes.leaf(8).id().toBytes();
        database.write(batch -> {
            batch.delete(database.handle(Family.BLOCKS), lost);
            batch.put(database.handle(Family.HEADS), wrong, new byte[] {0, 0, 0, 1, 1, 0, 1});
        });
        assertThat(verify().problems())
                .containsExactlyInAnyOrder(
                        new Verifier.Problem(Homes.leaf(7).id().toString(), "its record is missing"),
                        new Verifier.Problem(Homes.leaf(8).id().toString(), "its head does not match its record"));
    }

    @Test
    void problemsAreBounded() {
        for (int i = 0; i < 1500; i++) {
            home.blocks().put(Homes.leaf(10_000 + i).id(), new byte[] {1, 0, 5, 1});
        }
        Verifier.Verified verified = verify();
        assertThat(verified.problems()).hasSize(1000);
        assertThat(verified.furtherProblems()).isEqualTo(500);
    }

    @Test
    void closingTheHomeEndsARunningVerification() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch closing = new CountDownLatch(1);
        CompletableFuture<Verifier.Verified> verification = CompletableFuture.supplyAsync(
                () -> verify(bytes -> {
                    running.countDown();
                    awaitUninterruptibly(closing);
                }),
                VerifierTest::inItsOwnThread);
        running.await();
        CompletableFuture<Void> close = CompletableFuture.runAsync(home::close, VerifierTest::inItsOwnThread);
        while (!isClosed()) {
            Thread.onSpinWait();
        }
        closing.countDown();
        close.join();
        assertThatThrownBy(verification::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(PakitException.Unavailable.class);
    }

    /// The common pool has a single thread on two cores: one task that waits would keep the other from starting.
    private static void inItsOwnThread(Runnable task) {
        Thread.ofPlatform().start(task);
    }

    private boolean isClosed() {
        try {
            home.blocks().contains(root.id());
            return false;
        } catch (PakitException.Unavailable closed) {
            return true;
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Verifier.Verified verify(LongConsumer progress) {
        try {
            return new Verifier(home, Forest::links, 2).verify(progress);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void replace(BlockId id, byte[] record) {
        home.blocks().delete(id);
        home.blocks().put(id, record);
    }

    private Verifier.Verified verify() {
        return verify(bytes -> {});
    }
}
