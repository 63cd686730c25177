package pakit.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import pakit.error.PakitException;

/// The column families of a home's database.
enum Family {
    /// RocksDB always has this one; Pakit keeps its notes to itself in it. Under `dictionaries`: the ids of those in
    /// use, 36 bytes each; a suggestion.
    DEFAULT("default", "notes"),
    /// Block id to block record. Values lie in blob files, so that compaction moves keys and leaves records alone.
    BLOCKS("blocks", "blocks"),
    /// Block id to [BlockHead]: small values beside the keys, so that a look-up that only asks whether, and a scan that
    /// only counts, touch no record.
    HEADS("heads", "heads of blocks"),
    /// Block id and name to root.
    ROOTS("roots", "roots"),
    /// Kind and first word of a block to its sketch, see [SketchIndex].
    SKETCHES("sketches", "the index of sketches");

    private final String storedName;
    private final String words;

    Family(String storedName, String words) {
        this.storedName = storedName;
        this.words = words;
    }

    /// The family that is stored under `name`.
    static Family stored(byte[] name) {
        for (Family family : values()) {
            if (Arrays.equals(family.storedName(), name)) {
                return family;
            }
        }
        throw new PakitException.Corrupt("the store has a family '" + new String(name, StandardCharsets.US_ASCII)
                + "', which this Pakit does not know: use a newer Pakit");
    }

    /// What lies in it, for messages.
    String words() {
        return words;
    }

    byte[] storedName() {
        return storedName.getBytes(StandardCharsets.US_ASCII);
    }
}
