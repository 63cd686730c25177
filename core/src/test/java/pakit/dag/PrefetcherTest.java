package pakit.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.codec.Profile;
import pakit.error.PakitException;
import pakit.hint.Advice;
import pakit.hint.Advisor;
import pakit.hint.CompressionFacts;
import pakit.hint.Found;
import pakit.hint.Hint;
import pakit.hint.PrefetchFacts;
import pakit.hint.Silence;

class PrefetcherTest {
    private final MemoryBlockStore store = new MemoryBlockStore();
    private final DagBackend backend = new DagBackend(
            store,
            Profile.BALANCED,
            DagBackend.Deltas.NONE,
            Exploration.none(),
            new BlockCache(4 << 20),
            outcome -> {},
            System::nanoTime);

    /// Answers as the test says.
    private record Played(Function<PrefetchFacts, Advice<Hint.Prefetch>> answer) implements Advisor {
        @Override
        public Advice<Hint.Compression> compressionHint(CompressionFacts facts) {
            return Advice.silent(Silence.NO_MODEL);
        }

        @Override
        public Advice<Hint.Prefetch> prefetchHint(PrefetchFacts facts) {
            return answer.apply(facts);
        }
    }

    @AfterEach
    void close() {
        backend.close();
    }

    private List<Block> blocks(int count) {
        SplittableRandom random = new SplittableRandom(11);
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] bytes = new byte[1000];
            random.nextBytes(bytes);
            Block block = Block.raw(bytes);
            backend.process(block, Advisor.none());
            blocks.add(block);
        }
        return blocks;
    }

    private static Advice<Hint.Prefetch> named(List<BlockId> ids) {
        return new Advice.Suggested<>(new Hint.Prefetch(ids), "played", "1");
    }

    private static void await(BooleanSupplier done) {
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
            Thread.yield();
        }
    }

    @Test
    void aBlockThatWasFetchedAheadIsThereWhenItIsAskedFor() {
        List<Block> blocks = blocks(2);
        List<Found> told = new ArrayList<>();
        Semaphore asked = new Semaphore(0);
        backend.prefetch(new Played(facts -> {
            told.add(facts.found());
            asked.release();
            return facts.id().equals(blocks.get(0).id())
                    ? named(List.of(blocks.get(1).id()))
                    : Advice.silent(Silence.ABSTAINED);
        }));
        backend.read(blocks.get(0).id());
        await(() -> backend.prefetched().issued() == 1);
        asked.acquireUninterruptibly();
        assertThat(backend.read(blocks.get(1).id()).bytes())
                .isEqualTo(blocks.get(1).bytes());
        asked.acquireUninterruptibly();
        assertThat(told).containsExactly(Found.READ, Found.STAGED);
        assertThat(backend.prefetched()).isEqualTo(new PrefetchTotals(1, 1, 0, 0, 0));
    }

    @Test
    void hintsThatNameNothingOrDamagedBlocksCostNoByte() {
        List<Block> blocks = blocks(20);
        BlockId missing = BlockId.of(BlockId.Kind.RAW, new byte[] {1});
        BlockId damaged = blocks.get(19).id();
        store.delete(damaged);
        store.put(damaged, new byte[] {1, 2, 3});
        backend.prefetch(new Played(facts -> named(List.of(missing, damaged, facts.id()))));
        for (Block block : blocks.subList(0, 19)) {
            assertThat(backend.read(block.id()).bytes()).isEqualTo(block.bytes());
        }
        await(() -> backend.prefetched().failed() >= 2);
        assertThatThrownBy(() -> backend.read(missing)).isInstanceOf(PakitException.NotFound.class);
        assertThatThrownBy(() -> backend.read(damaged)).isInstanceOf(PakitException.Corrupt.class);
        assertThat(backend.prefetched().issued()).isZero();
    }

    @Test
    void anAdvisorThatThrowsOrAnswersNothingOnlyStaysSilent() {
        List<Block> blocks = blocks(50);
        AtomicInteger asked = new AtomicInteger();
        backend.prefetch(new Played(facts -> switch (asked.getAndIncrement() % 6) {
            case 0 -> throw new IllegalStateException("no");
            case 1 -> throw new StackOverflowError();
            case 2 -> throw new AssertionError();
            case 3 -> throw new OutOfMemoryError("played");
            case 4 -> {
                Thread.currentThread().interrupt();
                yield Advice.silent(Silence.ABSTAINED);
            }
            default -> Advice.silent(Silence.ABSTAINED);
        }));
        for (Block block : blocks) {
            assertThat(backend.read(block.id()).bytes()).isEqualTo(block.bytes());
        }
        await(() -> asked.get() >= 50);
    }

    @Test
    void readersDoNotWaitForAnAdvisorThatHangs() {
        List<Block> blocks = blocks(10);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        backend.prefetch(new Played(facts -> {
            asked.countDown();
            try {
                answer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Advice.silent(Silence.ABSTAINED);
        }));
        for (int i = 0; i < Prefetcher.NOTES_MAX; i++) {
            backend.read(blocks.get(i % 10).id());
        }
        assertThat(asked.getCount()).isLessThanOrEqualTo(1);
        for (int i = 0; i < 100; i++) {
            backend.read(blocks.get(i % 10).id());
        }
        assertThat(backend.prefetched().untold()).isPositive();
        answer.countDown();
    }

    @Test
    void manyReadersUnderWildHintsGetTheirBytes() throws InterruptedException {
        List<Block> blocks = blocks(500);
        SplittableRandom wild = new SplittableRandom(5);
        backend.prefetch(new Played(facts -> {
            List<BlockId> ids = new ArrayList<>();
            for (int i = 0; i < Hint.Prefetch.IDS_MAX; i++) {
                ids.add(blocks.get(wild.nextInt(500)).id());
            }
            return named(ids);
        }));
        AtomicInteger right = new AtomicInteger();
        List<Thread> readers = new ArrayList<>();
        for (int seed = 0; seed < 6; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            readers.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 2000; i++) {
                    Block block = blocks.get(random.nextInt(500));
                    if (java.util.Arrays.equals(backend.read(block.id()).bytes(), block.bytes())) {
                        right.incrementAndGet();
                    }
                }
            }));
        }
        for (Thread reader : readers) {
            reader.join();
        }
        assertThat(right.get()).isEqualTo(6 * 2000);
    }

    @Test
    void whatWasFetchedAheadAndDeletedIsGone() {
        List<Block> blocks = blocks(2);
        backend.prefetch(new Played(facts -> named(List.of(blocks.get(1).id()))));
        backend.read(blocks.get(0).id());
        await(() -> backend.prefetched().issued() == 1);
        store.delete(blocks.get(1).id());
        assertThatThrownBy(() -> backend.read(blocks.get(1).id())).isInstanceOf(PakitException.NotFound.class);
    }

    @Test
    void nothingIsFetchedAheadOnceItIsClosed() {
        List<Block> blocks = blocks(2);
        backend.prefetch(new Played(facts -> named(List.of(blocks.get(1).id()))));
        backend.close();
        backend.read(blocks.get(0).id());
        assertThat(backend.prefetched().issued()).isZero();
    }
}
