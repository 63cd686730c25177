package pakit.store;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.block.BlockId;
import pakit.block.Sketch;
import pakit.error.PakitException;

/// Whether the index of sketches is sound and whole, and what is done if not. No block depends on the index, so a
/// damaged one is dropped as a whole and made anew from the blocks.
///
/// Until an index that was dropped is whole again, a note in the database says how far that is. It is durable before
/// the index goes, so a process that is killed leaves an index that is known to be unfinished. Thread-safe.
final class IndexUpkeep {
    private static final byte[] NOTE = "sketches are whole up to".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING_YET = {};

    private static final Logger LOG = LoggerFactory.getLogger(IndexUpkeep.class);

    private final RocksDatabase database;
    private final SketchIndex sketches;
    private final AtomicBoolean rebuilding = new AtomicBoolean();
    private long drops;

    IndexUpkeep(RocksDatabase database, SketchIndex sketches) {
        this.database = database;
        this.sketches = sketches;
    }

    /// How much of the index is there.
    ///
    /// @param upTo the last block that was looked at; empty if none was
    record Unfinished(Optional<BlockId> upTo) {}

    /// Empty if the index is whole.
    Optional<Unfinished> unfinished() {
        byte @Nullable [] note = database.get(Family.DEFAULT, NOTE);
        return note == null
                ? Optional.empty()
                : Optional.of(
                        new Unfinished(note.length == 0 ? Optional.empty() : Optional.of(BlockId.fromBytes(note))));
    }

    /// Drops the index if a table of it is damaged. Reads all of it.
    ///
    /// @return what was damaged
    Optional<String> dropIfDamaged() {
        Optional<String> damage = new TableCheck(database)
                .of(family -> family == Family.SKETCHES).stream()
                        .map(found -> found.file() + ": " + found.sentence())
                        .findFirst();
        damage.ifPresent(found -> drop());
        return damage;
    }

    /// How often the index was dropped since it was opened.
    synchronized long drops() {
        return drops;
    }

    /// Drops the index, unless somebody has done so since there had been `before` drops.
    synchronized void dropOnce(long before, String why) {
        if (drops == before) {
            LOG.warn(
                    "the index of sketches is dropped, no block is lost by that; pakit verify --reindex makes it anew:"
                            + " {}",
                    why);
            drop();
        }
    }

    synchronized void drop() {
        drops++;
        sketches.clear(batch -> batch.put(database.handle(Family.DEFAULT), NOTE, NOTHING_YET));
    }

    /// Lets the index find the block with this sketch.
    void add(BlockId id, Sketch sketch, int depth) {
        database.write(sketches.adding(sketch, id, depth));
        sketches.added(sketch, id, depth);
    }

    /// Keeps that all blocks up to `last` are in the index.
    void reached(BlockId last) {
        database.write(batch -> batch.put(database.handle(Family.DEFAULT), NOTE, last.toBytes()));
    }

    /// Keeps that the index is whole.
    void finished() {
        database.writeDurably(batch -> batch.delete(database.handle(Family.DEFAULT), NOTE));
    }

    /// The right to rebuild, until closed.
    ///
    /// @throws PakitException.Refused while somebody else has it
    StoreGuard.Lease rebuild() {
        if (!rebuilding.compareAndSet(false, true)) {
            throw new PakitException.Refused("the index is being rebuilt already: wait until that has ended");
        }
        return () -> rebuilding.set(false);
    }
}
