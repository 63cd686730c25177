package pakit.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.codec.BlockRecord;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.error.PakitException;
import pakit.hint.Advice;
import pakit.hint.Advisor;
import pakit.hint.Hint;
import pakit.hint.Silence;

class DagBackendTest {
    private final MemoryBlockStore store = new MemoryBlockStore();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final AtomicLong clock = new AtomicLong();
    private final DagBackend backend = backend(Profile.BALANCED);

    private DagBackend backend(Profile profile) {
        return new DagBackend(store, profile, outcomes::add, () -> clock.addAndGet(10));
    }

    @Test
    void aNewBlockIsStoredByTheDefaultAndReadBack() {
        Block block = text(5000);
        Outcome outcome = backend.process(block, Advisor.none());
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Stored.class, stored -> {
            assertThat(stored.id()).isEqualTo(block.id());
            assertThat(stored.plainBytes()).isEqualTo(5000);
            assertThat(stored.encoding()).isEqualTo(new Codec.Zstd(3));
            assertThat(stored.storedBytes()).isLessThan(200);
            assertThat(stored.decision().why()).isEqualTo(new Decision.Why.Unhinted(Silence.ML_DISABLED));
            assertThat(stored.adviseNanos()).isEqualTo(10);
            assertThat(stored.encodeNanos()).isEqualTo(10);
        });
        assertThat(backend.read(block.id()).bytes()).isEqualTo(block.bytes());
        assertThat(outcomes).containsExactly(outcome);
    }

    @Test
    void aKnownBlockAsksNobody() {
        backend.process(text(5000), Advisor.none());
        Outcome again = backend.process(text(5000), facts -> {
            throw new AssertionError("asked about a known block");
        });
        assertThat(again).isEqualTo(new Outcome.Known(text(5000).id(), 5000));
        assertThat(outcomes).hasSize(2).last().isEqualTo(again);
        assertThat(store.size()).isEqualTo(1);
    }

    @Test
    void aNodeOfATreeAsksNobody() {
        Block node = Block.of(BlockId.Kind.DAG_PB, text(5000).bytes());
        Outcome.Stored stored = (Outcome.Stored) backend.process(node, facts -> {
            throw new AssertionError("asked about a node");
        });
        assertThat(stored.decision().why()).isEqualTo(new Decision.Why.Unhinted(Silence.NOT_ASKED));
        assertThat(backend.read(node.id()).bytes()).isEqualTo(node.bytes());
    }

    @Test
    void aHintThatShrinksIsKept() {
        Outcome.Stored stored = (Outcome.Stored) backend.process(text(5000), suggest(new Codec.Lz4()));
        assertThat(stored.encoding()).isEqualTo(new Codec.Lz4());
        assertThat(stored.decision().why()).isEqualTo(new Decision.Why.Hinted("m", "1.0.0", 0.25));
    }

    @Test
    void aHintThatDoesNotShrinkGivesWayToTheDefault() {
        Block block = skewed(4000);
        Outcome.Stored stored = (Outcome.Stored) backend.process(block, suggest(new Codec.Lz4()));
        assertThat(stored.decision().codec()).isEqualTo(new Codec.Lz4());
        assertThat(stored.encoding()).isEqualTo(new Codec.Zstd(3));
        assertThat(backend.read(block.id()).bytes()).isEqualTo(block.bytes());
    }

    @Test
    void whatNothingShrinksIsStoredPlain() {
        byte[] noise = new byte[4000];
        new Random(1).nextBytes(noise);
        Outcome.Stored stored = (Outcome.Stored) backend.process(Block.raw(noise), suggest(new Codec.Lz4()));
        assertThat(stored.encoding()).isEqualTo(new Codec.None());
        assertThat(stored.storedBytes()).isEqualTo(4004);
    }

    @Test
    void aHintOfNoneSparesTheWork() {
        Outcome.Stored stored = (Outcome.Stored) backend.process(text(5000), suggest(new Codec.None()));
        assertThat(stored.encoding()).isEqualTo(new Codec.None());
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void anyAdviceLeavesEveryBlockReadable(Profile profile) {
        DagBackend hinted = backend(profile);
        Random random = new Random(profile.ordinal());
        for (int round = 0; round < 400; round++) {
            Block block = randomBlock(random);
            Outcome outcome = hinted.process(block, hostile(random));
            assertThat(outcome.id()).isEqualTo(BlockId.of(block.id().kind(), block.bytes()));
            assertThat(hinted.read(block.id()).bytes()).isEqualTo(block.bytes());
            if (outcome instanceof Outcome.Stored stored) {
                assertThat(stored.storedBytes()).isLessThanOrEqualTo(stored.plainBytes() + 6);
            }
        }
    }

    @SuppressWarnings("NullAway")
    private static Advisor hostile(Random random) {
        int level = random.nextInt();
        Silence silence = Silence.values()[random.nextInt(Silence.values().length)];
        return switch (random.nextInt(10)) {
            case 0 -> facts -> suggest(Codec.MENU.get(Math.floorMod(level, Codec.MENU.size())));
            case 1 -> facts -> suggest(new Codec.Zstd(level));
            case 2 -> facts -> suggest(new Codec.Zstd(1 + Math.floorMod(level, 22)));
            case 3 -> facts -> suggest(new Codec.Snappy());
            case 4 -> facts -> Advice.silent(silence);
            case 5 -> facts -> null;
            case 6 -> facts -> suggest(null);
            case 7 ->
                facts -> {
                    throw new IllegalStateException("hostile");
                };
            case 8 ->
                facts -> {
                    throw TreeWriterTest.<RuntimeException>unchecked(new IOException("undeclared"));
                };
            default ->
                facts -> {
                    throw new StackOverflowError("hostile");
                };
        };
    }

    @Test
    void aFailingAdvisorIsCountedAsSuch() {
        Outcome.Stored stored = (Outcome.Stored) backend.process(text(100), facts -> {
            throw new IllegalArgumentException("broken model");
        });
        assertThat(stored.decision().why()).isEqualTo(new Decision.Why.Unhinted(Silence.MODEL_FAILED));
    }

    @Test
    void threadsThatBringTheSameBlockStoreItOnce() throws Exception {
        DagBackend shared = new DagBackend(store, Profile.FAST, outcome -> {}, System::nanoTime);
        for (int round = 0; round < 50; round++) {
            Block block = text(1000 + round);
            List<Future<Outcome>> answers = new ArrayList<>();
            try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
                for (int i = 0; i < 8; i++) {
                    answers.add(threads.submit(() -> shared.process(block, Advisor.none())));
                }
            }
            long stored = 0;
            for (Future<Outcome> answer : answers) {
                stored += answer.get() instanceof Outcome.Stored ? 1 : 0;
            }
            assertThat(stored).isEqualTo(1);
        }
    }

    @Test
    void aMissingBlockIsNotFound() {
        assertThatThrownBy(() -> backend.read(text(10).id()))
                .isInstanceOf(PakitException.NotFound.class)
                .hasMessageContaining(text(10).id().toString());
    }

    @Test
    void aRecordOfOtherBytesIsCorrupt() {
        store.put(
                text(10).id(),
                BlockRecord.pack(new Codec.None(), text(11).bytes()).bytes());
        assertThatThrownBy(() -> backend.read(text(10).id()))
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining(text(10).id().toString())
                .hasMessageContaining(text(11).id().toString());
    }

    @Test
    void aBrokenRecordIsCorruptAndNamed() {
        store.put(text(10).id(), new byte[] {1, 3});
        assertThatThrownBy(() -> backend.read(text(10).id()))
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining(text(10).id().toString())
                .hasMessageContaining("inside its header");
    }

    @Test
    void aFullDiskReachesTheCallerAndNothingIsReportedAsStored() {
        BlockStore full = new FullBlockStore(store, 3);
        DagBackend failing = new DagBackend(full, Profile.FAST, outcomes::add, clock::get);
        for (int i = 1; i <= 3; i++) {
            failing.process(text(i), Advisor.none());
        }
        assertThatThrownBy(() -> failing.process(text(4), Advisor.none()))
                .isInstanceOf(PakitException.Unavailable.class);
        assertThat(outcomes)
                .hasSize(3)
                .allSatisfy(outcome ->
                        assertThat(failing.read(outcome.id()).sizeBytes()).isEqualTo(outcome.plainBytes()));
    }

    private static Advice<Hint.Compression> suggest(Codec codec) {
        return new Advice.Suggested<>(new Hint.Compression(codec, 0.25), "m", "1.0.0");
    }

    private static Block text(int size) {
        return Block.raw(
                "a line of text\n".repeat(size / 15 + 1).substring(0, size).getBytes(StandardCharsets.US_ASCII));
    }

    /// Bytes without repeats but of few values: entropy coding shrinks them, matching does not.
    private static Block skewed(int size) {
        Random random = new Random(5);
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) random.nextInt(160);
        }
        return Block.raw(bytes);
    }

    private static Block randomBlock(Random random) {
        byte[] bytes = new byte[random.nextInt(20_000)];
        int values = 1 + random.nextInt(256);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) random.nextInt(values);
        }
        return Block.of(BlockId.Kind.values()[random.nextInt(2)], bytes);
    }

    /// A store that has room for so many blocks.
    private static final class FullBlockStore implements BlockStore {
        private final BlockStore inner;
        private int room;

        FullBlockStore(BlockStore inner, int room) {
            this.inner = inner;
            this.room = room;
        }

        @Override
        public boolean contains(BlockId id) {
            return inner.contains(id);
        }

        @Override
        public Optional<byte[]> get(BlockId id) {
            return inner.get(id);
        }

        @Override
        public boolean put(BlockId id, byte[] record) {
            if (room-- == 0) {
                throw new PakitException.Unavailable("the disk is full");
            }
            return inner.put(id, record);
        }

        @Override
        public void delete(BlockId id) {
            inner.delete(id);
        }

        @Override
        public void forEach(BiConsumer<BlockId, byte[]> visitor) {
            inner.forEach(visitor);
        }

        @Override
        public void sync() {
            inner.sync();
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
