package pakit.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.block.Block;
import pakit.dag.JazzerRun;
import pakit.dag.Mutants;
import pakit.error.PakitException;

/// Whatever bytes a record has, it unpacks to as many bytes as it states, or is corrupt.
///
/// How long Jazzer searches for inputs: see [JazzerRun].
class RecordsFuzzTest {
    private static final int MUTANTS = 50_000;
    private static final Block BASE = Block.raw(Samples.text(700));
    private static final Dictionary DICTIONARY = DictionaryRecordTest.dictionary();
    private static final byte[] NEAR = Samples.text(800);

    private static void blockRecord(byte[] bytes) {
        BlockRecord record;
        try {
            record = BlockRecord.read(bytes);
        } catch (PakitException.Corrupt refused) {
            return;
        }
        byte[] head = Arrays.copyOf(bytes, RecordHeader.enoughBytes(bytes));
        assertThat(RecordHeader.read(head)).isEqualTo(RecordHeader.read(bytes));
        try {
            assertThat(unpacked(record)).hasSize(record.plainBytes());
        } catch (PakitException.Corrupt refused) {
            assertThat(refused.getMessage()).doesNotContainPattern("\\bnull\\b");
        }
    }

    private static byte[] unpacked(BlockRecord record) {
        if (record.link().isEmpty()) {
            return record.unpack();
        }
        return switch (record.link().get().way()) {
            case DELTA -> record.unpack(BASE.bytes());
            case DICTIONARY -> record.unpack(DICTIONARY);
        };
    }

    /// For Jazzer.
    static final class Stored {
        public static void fuzzerTestOneInput(byte[] bytes) {
            blockRecord(bytes);
        }
    }

    @Test
    void jazzerFindsNothingInStored(@TempDir Path directory) throws Exception {
        JazzerRun.findsNothing(Stored.class, directory, records());
    }

    @Test
    void mutantsAreRefusedOrRight() {
        Mutants mutants = new Mutants(records().toList(), new Random(45));
        for (int i = 0; i < MUTANTS; i++) {
            blockRecord(mutants.next());
        }
    }

    static Stream<byte[]> records() {
        byte[] text = Samples.text(300);
        Codec.Zstd zstd = new Codec.Zstd(3);
        DeltaLink two = new DeltaLink(DeltaLink.Way.DELTA, BASE.id(), Optional.of(BASE.id()), 1);
        List<BlockRecord> records = List.of(
                BlockRecord.pack(new Codec.None(), text),
                BlockRecord.pack(new Codec.Lz4(), text),
                BlockRecord.pack(new Codec.Snappy(), text),
                BlockRecord.pack(zstd, text),
                BlockRecord.packDelta(zstd, NEAR, new DeltaLink(BASE.id(), 1), BASE.bytes()),
                BlockRecord.packDelta(zstd, NEAR, two, BASE.bytes()),
                BlockRecord.packWith(DICTIONARY, zstd, text));
        return records.stream().map(BlockRecord::bytes);
    }
}
