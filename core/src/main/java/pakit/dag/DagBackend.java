package pakit.dag;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.codec.BlockRecord;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.error.PakitException;
import pakit.hint.Advice;
import pakit.hint.Advisor;
import pakit.hint.CompressionFacts;
import pakit.hint.Hint;
import pakit.hint.Silence;

/// The way a block goes in and out: name, hint, decision, encoding, record. The core asks an [Advisor] and never sees a
/// model; with none it works fully. Thread-safe: of several threads that process the same new block, one gets
/// [Outcome.Stored] and the others [Outcome.Known].
public final class DagBackend {
    private static final Logger LOG = LoggerFactory.getLogger(DagBackend.class);

    private final BlockStore store;
    private final Profile profile;
    private final Consumer<Outcome> outcomes;
    private final LongSupplier nanoTime;

    /// @param outcomes told of every processed block, on the calling thread; must not block
    /// @param nanoTime a monotonic clock in nanoseconds
    public DagBackend(BlockStore store, Profile profile, Consumer<Outcome> outcomes, LongSupplier nanoTime) {
        this.store = store;
        this.profile = profile;
        this.outcomes = outcomes;
        this.nanoTime = nanoTime;
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
        CompressionFacts facts = new CompressionFacts(block, 0, profile);
        long start = nanoTime.getAsLong();
        Advice<Hint.Compression> advice = ask(advisor, facts);
        long advised = nanoTime.getAsLong();
        Decision decision = CompressionRule.decide(facts, advice);
        BlockRecord record = encode(block.bytes(), decision.codec());
        long encoded = nanoTime.getAsLong();
        if (!store.put(block.id(), record.bytes())) {
            return known(block);
        }
        return new Outcome.Stored(
                block.id(),
                block.sizeBytes(),
                decision,
                record.codec(),
                record.storedBytes(),
                advised - start,
                encoded - advised);
    }

    private static Outcome known(Block block) {
        return new Outcome.Known(block.id(), block.sizeBytes());
    }

    /// The one place where the core meets a model. Advisors promise not to throw; should one break its promise, the
    /// block is stored all the same, and the outcome counts the failure.
    private static Advice<Hint.Compression> ask(Advisor advisor, CompressionFacts facts) {
        if (!CompressionRule.asksAbout(facts.block().id().kind())) {
            return Advice.silent(Silence.NOT_ASKED);
        }
        try {
            @Nullable Advice<Hint.Compression> advice = advisor.compressionHint(facts);
            return advice == null ? Advice.silent(Silence.MODEL_FAILED) : advice;
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            LOG.debug("advisor failed on block {}", facts.block().id(), e);
            return Advice.silent(Silence.MODEL_FAILED);
        }
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
        byte[] record =
                store.get(id).orElseThrow(() -> new PakitException.NotFound("block " + id + " is not in this store"));
        return decode(id, record);
    }

    /// Reads a block out of its record.
    ///
    /// @throws PakitException.Corrupt if the record does not decode to the bytes that `id` names
    public static Block decode(BlockId id, byte[] record) {
        byte[] plain;
        try {
            plain = BlockRecord.read(record).unpack();
        } catch (PakitException.Corrupt e) {
            throw new PakitException.Corrupt("block " + id + " is corrupt: " + e.getMessage(), e);
        }
        return Block.checked(id, plain);
    }
}
