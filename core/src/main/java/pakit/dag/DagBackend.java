package pakit.dag;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.codec.Profile;
import pakit.hint.Advice;
import pakit.hint.Advisor;
import pakit.hint.Hint;

/// The way a block goes in and out: name, hint, decision, encoding, record. The core asks an [Advisor] and never sees a
/// model; with none it works fully. Thread-safe.
public final class DagBackend {
    /// @param outcomes told of every processed block, on the calling thread; must not block
    /// @param nanoTime a monotonic clock in nanoseconds
    public DagBackend(BlockStore store, Profile profile, Consumer<Outcome> outcomes, LongSupplier nanoTime) {
        throw new UnsupportedOperationException();
    }

    /// Stores `block` unless it is known, asking `advisor` how to pack it.
    public Outcome process(Block block, Advisor advisor) {
        throw new UnsupportedOperationException();
    }

    /// Stores `block` unless it is known, with advice that is already there.
    public Outcome process(Block block, Advice<Hint.Compression> advice) {
        throw new UnsupportedOperationException();
    }

    /// Reads a block and checks its bytes against its id.
    ///
    /// @throws pakit.error.PakitException.NotFound if the store has no such block
    /// @throws pakit.error.PakitException.Corrupt if its record does not decode to the bytes that `id` names
    public Block read(BlockId id) {
        throw new UnsupportedOperationException();
    }
}
