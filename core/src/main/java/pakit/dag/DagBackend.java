package pakit.dag;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.codec.BlockRecord;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.hint.Advice;
import pakit.hint.Advisor;
import pakit.hint.CompressionFacts;
import pakit.hint.DeltaFacts;
import pakit.hint.Found;
import pakit.hint.Hint;
import pakit.hint.Silence;

/// The way a block goes in and out: name, hint, decision, encoding, record. The core asks an [Advisor] and never sees a
/// model; with none it works fully. Thread-safe: of several threads that process the same new block, one gets
/// [Outcome.Stored] and the others [Outcome.Known].
public final class DagBackend implements AutoCloseable {
    private final BlockStore store;
    private final Profile profile;
    private final Consumer<Outcome> outcomes;
    private final LongSupplier nanoTime;
    private final BlockReader reader;
    private final Optional<DeltaPacker> deltas;
    private final Exploration exploration;
    private final BlockCache cache;
    private final HintEarnings earnings = new HintEarnings();
    private volatile @Nullable Prefetcher prefetcher;
    private volatile BiConsumer<Block, Found> reads = (block, found) -> {};

    /// With deltas where the profile wants them, exploring nothing.
    ///
    /// @param outcomes told of every processed block, on the calling thread; must not block
    /// @param nanoTime a monotonic clock in nanoseconds
    public DagBackend(BlockStore store, Profile profile, Consumer<Outcome> outcomes, LongSupplier nanoTime) {
        this(store, profile, Deltas.BY_PROFILE, outcomes, nanoTime);
    }

    /// A backend that explores nothing.
    ///
    /// @param outcomes told of every processed block, on the calling thread; must not block
    /// @param nanoTime a monotonic clock in nanoseconds
    public DagBackend(
            BlockStore store, Profile profile, Deltas deltas, Consumer<Outcome> outcomes, LongSupplier nanoTime) {
        this(store, profile, deltas, Exploration.none(), BlockCache.none(), outcomes, nanoTime);
    }

    /// @param exploration what is tried now and then to learn from it
    /// @param cache of the blocks that [#read] gave
    /// @param outcomes told of every processed block, on the calling thread; must not block
    /// @param nanoTime a monotonic clock in nanoseconds
    public DagBackend(
            BlockStore store,
            Profile profile,
            Deltas deltas,
            Exploration exploration,
            BlockCache cache,
            Consumer<Outcome> outcomes,
            LongSupplier nanoTime) {
        this.store = store;
        this.profile = profile;
        this.outcomes = outcomes;
        this.nanoTime = nanoTime;
        this.exploration = exploration;
        this.cache = cache;
        this.reader = new BlockReader(store);
        this.deltas = switch (deltas) {
            case BY_PROFILE -> Optional.of(new DeltaPacker(store, reader, profile));
            case NONE -> Optional.empty();
        };
    }

    /// Whether new blocks may be stored as deltas; those that are stored can be read either way.
    public enum Deltas {
        BY_PROFILE,
        NONE
    }

    /// Stores `block` unless it is known, asking `advisor` how to pack it. Durable after [BlockStore#sync].
    public Outcome process(Block block, Advisor advisor) {
        Outcome outcome = store.contains(block.id()) ? known(block) : pack(block, advisor);
        outcomes.accept(outcome);
        return outcome;
    }

    /// Stores `block` unless it is known, with advice that is already there.
    public Outcome process(Block block, Advice<Hint.Compression> advice) {
        return process(block, facts -> advice);
    }

    private Outcome pack(Block block, Advisor advisor) {
        Alone alone = new Alone(block, advisor);
        DeltaPacker.Packed packed = deltas.map(
                        packer -> packer.pack(block, alone::record, asked -> ask(advisor, asked)))
                .orElseGet(() -> DeltaPacker.Packed.plain(alone.record()));
        byte[] record = packed.record().bytes();
        boolean fresh = packed.sketch()
                .map(sketch -> store.put(block.id(), record, sketch))
                .orElseGet(() -> store.put(block.id(), record));
        return fresh ? alone.outcome(packed) : known(block);
    }

    /// A block packed without a base, once somebody wants to know; nobody does where a strong delta spares it.
    private final class Alone {
        private final Block block;
        private final Advisor advisor;
        private @Nullable Attempt attempt;

        private record Attempt(Decision decision, BlockRecord record, long adviseNanos, long encodeNanos) {}

        Alone(Block block, Advisor advisor) {
            this.block = block;
            this.advisor = advisor;
        }

        BlockRecord record() {
            Attempt done = attempt == null ? attempt() : attempt;
            attempt = done;
            return done.record;
        }

        private Attempt attempt() {
            CompressionFacts facts = new CompressionFacts(block, 0, profile);
            long start = nanoTime.getAsLong();
            Advice<Hint.Compression> advice = ask(advisor, facts);
            long advised = nanoTime.getAsLong();
            Decision decision = explore(CompressionRule.decide(facts, advice));
            BlockRecord record = encode(block.bytes(), decision.codec());
            return new Attempt(decision, record, advised - start, nanoTime.getAsLong() - advised);
        }

        Outcome outcome(DeltaPacker.Packed packed) {
            Attempt done = attempt == null ? spared(packed.record()) : attempt;
            Outcome.Stored stored = new Outcome.Stored(
                    block,
                    done.decision,
                    done.record.codec(),
                    done.record.storedBytes(),
                    packed.trial(),
                    packed.record().storedBytes(),
                    done.adviseNanos,
                    done.encodeNanos);
            earnings.add(stored);
            return stored;
        }

        private Attempt spared(BlockRecord delta) {
            CompressionFacts facts = new CompressionFacts(block, 0, profile);
            return new Attempt(CompressionRule.decide(facts, Advice.silent(Silence.NOT_ASKED)), delta, 0, 0);
        }
    }

    /// What hints on bases earned so far.
    public HintEarnings earnings() {
        return earnings;
    }

    private Decision explore(Decision decision) {
        if (!exploration.isOn() || !CompressionRule.mayExplore(decision)) {
            return decision;
        }
        Codec tried = exploration.draw(decision.settled());
        return CompressionRule.explore(decision, tried, exploration.propensity(tried, decision.settled()));
    }

    private static Outcome known(Block block) {
        return new Outcome.Known(block.id(), block.sizeBytes());
    }

    private static Advice<Hint.Compression> ask(Advisor advisor, CompressionFacts facts) {
        return CompressionRule.asksAbout(facts.block().id().kind())
                ? Asking.ask(facts.block().id(), () -> advisor.compressionHint(facts))
                : Advice.silent(Silence.NOT_ASKED);
    }

    private static Advice<Hint.Dedup> ask(Advisor advisor, DeltaFacts facts) {
        return Asking.ask(facts.block().id(), () -> advisor.dedupHint(facts));
    }

    /// The decided codec if it shrinks the block, else the profile's default if that does, else the plain bytes.
    private BlockRecord encode(byte[] plain, Codec decided) {
        BlockRecord first = BlockRecord.pack(decided, plain);
        if (shrinks(first) || decided instanceof Codec.None) {
            return first;
        }
        Codec standard = profile.defaultCodec();
        BlockRecord second = decided.equals(standard) ? first : BlockRecord.pack(standard, plain);
        return shrinks(second) ? second : BlockRecord.pack(new Codec.None(), plain);
    }

    private static boolean shrinks(BlockRecord record) {
        return record.storedBytes() < record.plainBytes();
    }

    /// Reads a block and checks its bytes against its id.
    ///
    /// @throws PakitException.NotFound if the store has no such block
    /// @throws PakitException.Corrupt if its record does not decode to the bytes that `id` names
    public Block read(BlockId id) {
        Prefetcher ahead = prefetcher;
        BiConsumer<Block, Found> told = reads;
        return cache.read(id, store, reader::read, (block, found) -> {
            if (ahead != null) {
                ahead.saw(block, found);
            }
            told.accept(block, found);
        });
    }

    /// From now on `listener` is told of every block that is read, on the reader's thread; must not block.
    public void reads(BiConsumer<Block, Found> listener) {
        reads = listener;
    }

    /// Has blocks fetched before they are asked for, as `advisor` suggests, from now on until [#close]. Where nothing
    /// is kept, nothing is fetched ahead.
    public synchronized void prefetch(Advisor advisor) {
        if (prefetcher != null) {
            throw new IllegalStateException("blocks are fetched ahead already");
        }
        if (!cache.keepsNothing()) {
            prefetcher = new Prefetcher(advisor, cache, reader::read);
        }
    }

    /// What fetching ahead came to.
    public PrefetchTotals prefetched() {
        Prefetcher ahead = prefetcher;
        return ahead == null ? PrefetchTotals.NONE : ahead.totals();
    }

    /// Ends what works beside reads and writes. To be called before the store is closed.
    @Override
    public synchronized void close() {
        Prefetcher ahead = prefetcher;
        if (ahead != null) {
            ahead.close();
        }
    }
}
