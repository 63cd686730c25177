package pakit.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import pakit.block.Block;
import pakit.error.PakitException;

class BlockRecordTest {
    private static final byte[] FORTY_A = "a".repeat(40).getBytes(US_ASCII);

    /// The frozen format: records written by any earlier version must stay readable, byte for byte as they are here.
    @ParameterizedTest
    @CsvSource({
        "none, 01002861616161616161616161616161616161616161616161616161616161616161616161616161616161",
        "lz4, 0101281f6101000f506161616161",
        "snappy, 0102282800619a0100",
        "zstd-3, 0103280328b52ffd202845000010616101001f8005",
    })
    void goldenRecordsDecode(String label, String hex) {
        BlockRecord record = BlockRecord.read(HexFormat.of().parseHex(hex));
        assertThat(record.codec().label()).isEqualTo(label);
        assertThat(record.plainBytes()).isEqualTo(40);
        assertThat(record.unpack()).isEqualTo(FORTY_A);
    }

    @ParameterizedTest
    @CsvSource({"none, 010028", "lz4, 010128", "snappy, 010228", "zstd-3, 01032803", "zstd-22, 01032816"})
    void goldenHeadersAreWritten(String label, String hex) {
        byte[] record = BlockRecord.pack(Codec.parse(label), FORTY_A).bytes();
        assertThat(HexFormat.of().formatHex(record)).startsWith(hex);
    }

    @ParameterizedTest
    @MethodSource("pakit.codec.CodecTest#codecs")
    void everySampleComesBack(Codec codec) {
        for (byte[] plain : Samples.all()) {
            BlockRecord written = BlockRecord.pack(codec, plain);
            BlockRecord record = BlockRecord.read(written.bytes());
            assertThat(record.codec()).isEqualTo(codec);
            assertThat(record.plainBytes()).isEqualTo(plain.length);
            assertThat(record.storedBytes()).isEqualTo(written.bytes().length);
            assertThat(record.unpack()).isEqualTo(plain);
        }
    }

    @Test
    void headerIsReadableFromItsFirstBytesAlone() {
        byte[] plain = new byte[Block.MAX_BYTES];
        byte[] head = Arrays.copyOf(BlockRecord.pack(new Codec.Zstd(9), plain).bytes(), RecordHeader.MAX_BYTES);
        assertThat(RecordHeader.read(head))
                .isEqualTo(new RecordHeader(new Codec.Zstd(9), Block.MAX_BYTES, Optional.empty(), 7));
    }

    @ParameterizedTest
    @CsvSource({
        "'', ends after 0 bytes",
        "01, ends after 1 bytes",
        "0103, ends after 2 bytes",
        "010328, ends after 3 bytes",
        "0103ffff, ends after 4 bytes",
        "000028, 'format 0, this Pakit reads formats 1 to 3'",
        "040028, 'format 4, this Pakit reads formats 1 to 3: use a newer Pakit'",
        "030428, 'format 3 has encoding 4, expected 5 or 6'",
        "020328, 'format 2 has encoding 3, expected 4'",
        "02042803, ends after 4 bytes",
        "0204280301, ends after 5 bytes",
        "020428030155122055, ends after 9 bytes",
        "010428, 'encoding 4, expected 0 to 3'",
        "01ff28, 'encoding 255, expected 0 to 3'",
        "0100ffffffff01, 'takes 5 bytes, expected at most 4'",
        "010081808001, 'declares 2097153 plain bytes, expected at most 2097152'",
        "01032817, zstd-23",
        "01032800, zstd-0",
    })
    void refusalNamesWhatWasFound(String hex, String found) {
        assertThatThrownBy(() -> BlockRecord.read(HexFormat.of().parseHex(hex)))
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining(found);
    }

    @Test
    void aCutPayloadIsCorrupt() {
        byte[] whole = BlockRecord.pack(new Codec.None(), FORTY_A).bytes();
        BlockRecord cut = BlockRecord.read(Arrays.copyOf(whole, whole.length - 1));
        assertThatThrownBy(cut::unpack)
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining("40 plain bytes")
                .hasMessageContaining("decode to 39");
    }
}
