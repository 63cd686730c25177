package pakit.store;

import java.nio.charset.StandardCharsets;

/// The column families of a home's database.
enum Family {
    /// RocksDB always has this one; Pakit keeps nothing in it.
    DEFAULT("default"),
    /// Block id to block record. Values lie in blob files, so that compaction moves keys and leaves records alone.
    BLOCKS("blocks"),
    /// Block id to [BlockHead]: small values beside the keys, so that a look-up that only asks whether, and a scan that
    /// only counts, touch no record.
    HEADS("heads"),
    /// Block id and name to root.
    ROOTS("roots"),
    /// Kind and first word of a block to its sketch, see [SketchIndex].
    SKETCHES("sketches");

    private final String storedName;

    Family(String storedName) {
        this.storedName = storedName;
    }

    byte[] storedName() {
        return storedName.getBytes(StandardCharsets.US_ASCII);
    }
}
