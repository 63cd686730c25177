package pakit.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import pakit.block.Block;
import pakit.error.PakitException;

/// Records of format 3: with a dictionary, and against two bases.
class DictionaryRecordTest {
    /// Made by [Dictionary#train] of 400 lines like [#PLAIN].
    private static final String DICTIONARY =
            "37a430ec4cccff0f1d10e06b74ffffffff2bca24c03952eebdf7de7f5020351111111111210163060000008061dc"
                    + "0000000400c000803600000000000000590e780e020020501404843520000000000000000000000094af2ff30500"
                    + "0000000000000000000000000001000000040000000800000065782e6a73227d7b226e616d65223a227061636b61"
                    + "67652d363533222c2276657273696f6e223a22312e372e30222c226c6965782e6a73227d7b226e616d65223a2270"
                    + "61636b6167652d353336222c2276657273696f6e223a22312e352e30222c226c6965782e6a73227d7b226e616d65"
                    + "223a227061636b6167652d353034222c2276657273696f6e223a22312e362e30222c226c6965782e6a73227d7b22"
                    + "6e616d65223a227061636b6167652d363639222c2276657273696f6e223a22312e302e30222c226c6965782e6a73"
                    + "227d7b226e616d65223a227061636b6167652d313635222c2276657273696f6e223a22312e342e30222c226c6965"
                    + "782e6a73227d7b226e616d65223a227061636b6167652d373737222c22766572";

    /// The frozen format: these records must stay readable, byte for byte as they are here.
    private static final String GOLDEN =
            "030648030101551220ea4b30febe6b028b1e9e626a0d7c83681b8f8f715f469f2ffe1350846dc0fa8228b52ffd20"
                    + "484d0100e8373263656e7365223a224d4954222c226d6169696e6465782e6a73227d04fc3dbce2878f5b1c1401";

    private static final String GOLDEN_OF_TWO =
            "03053903020155122005c6e08f1d9fdafa03147fcb8f82f124c76d2f70e3d989dc8aadb5e7d7450bec01551220e1"
                    + "69b88ae3a8855b585a7d5ab00b76411dc4b57ba4e39252c0c773a2a96f70cc28b52ffd20396d0000206361747302"
                    + "007008c1d90a08";

    private static final byte[] PLAIN = line(7, 2);
    private static final Block FIRST = Block.raw("the quick brown fox jumps over the lazy dog".getBytes(US_ASCII));
    private static final Block SECOND = Block.raw("and runs away from all the other animals".getBytes(US_ASCII));
    private static final byte[] OF_BOTH =
            "the quick brown fox jumps and runs away from all the cats".getBytes(US_ASCII);

    @Test
    void theGoldenRecordsDecode() {
        Dictionary dictionary = dictionary();
        BlockRecord record = BlockRecord.read(HexFormat.of().parseHex(GOLDEN));
        assertThat(record.link()).contains(DeltaLink.dictionary(dictionary.id()));
        assertThat(record.unpack(dictionary)).isEqualTo(PLAIN);
        BlockRecord ofTwo = BlockRecord.read(HexFormat.of().parseHex(GOLDEN_OF_TWO));
        assertThat(ofTwo.link()).contains(linkToBoth());
        assertThat(ofTwo.unpack(BlockRecord.joined(FIRST.bytes(), SECOND.bytes())))
                .isEqualTo(OF_BOTH);
    }

    @Test
    void theGoldenHeadersAreWritten() {
        byte[] record =
                BlockRecord.packWith(dictionary(), new Codec.Zstd(3), PLAIN).bytes();
        assertThat(HexFormat.of().formatHex(record)).startsWith(GOLDEN.substring(0, 2 * (5 + 36)));
        byte[] ofTwo = packAgainstBoth().bytes();
        assertThat(HexFormat.of().formatHex(ofTwo)).startsWith(GOLDEN_OF_TWO.substring(0, 2 * (5 + 72)));
        for (byte[] bytes : List.of(record, ofTwo)) {
            byte[] head = Arrays.copyOf(bytes, RecordHeader.enoughBytes(bytes));
            assertThat(RecordHeader.read(head)).isEqualTo(RecordHeader.read(bytes));
        }
    }

    @Test
    void whatAnyDictionaryPacksComesBackAndIsSmaller() {
        Random random = new Random(3);
        List<byte[]> lines = lines(random, 2000);
        Dictionary dictionary = Dictionary.of(
                        Block.raw(Dictionary.train(lines, 4000).orElseThrow()))
                .orElseThrow();
        long alone = 0;
        long packed = 0;
        for (byte[] line : lines(random, 300)) {
            BlockRecord record = BlockRecord.packWith(dictionary, new Codec.Zstd(6), line);
            assertThat(BlockRecord.read(record.bytes()).unpack(dictionary)).isEqualTo(line);
            packed += record.storedBytes() - record.link().orElseThrow().base().toBytes().length;
            alone += BlockRecord.pack(new Codec.Zstd(6), line).storedBytes();
        }
        assertThat(packed).isLessThan(alone / 2);
    }

    @Test
    void damageGivesOtherBytesOrCorrupt() {
        Random random = new Random(4);
        Dictionary dictionary = dictionary();
        byte[] both = BlockRecord.joined(FIRST.bytes(), SECOND.bytes());
        for (int round = 0; round < 500; round++) {
            byte[] record = HexFormat.of().parseHex(round % 2 == 0 ? GOLDEN : GOLDEN_OF_TWO);
            record[random.nextInt(record.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                BlockRecord read = BlockRecord.read(record);
                assertThat(round % 2 == 0 ? read.unpack(dictionary) : read.unpack(both))
                        .hasSize(read.plainBytes());
            } catch (PakitException.Corrupt expected) {
                assertThat(expected).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void whatOnlyBeginsLikeADictionaryIsNone() {
        byte[] bytes = HexFormat.of().parseHex(DICTIONARY);
        for (int length : new int[] {0, 3, 30, 60}) {
            assertThat(Dictionary.of(Block.raw(Arrays.copyOf(bytes, length)))).isEmpty();
        }
        assertThat(Dictionary.of(FIRST)).isEmpty();
        assertThat(Dictionary.train(List.of(PLAIN), 1000)).isEmpty();
    }

    @Test
    void aDictionaryIsTheOnlyBaseAndAtDepthOne() {
        byte[] record = HexFormat.of().parseHex(GOLDEN);
        record[4] = 2;
        assertThatThrownBy(() -> BlockRecord.read(record))
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining("a dictionary must be the only base, at depth 1");
    }

    static Dictionary dictionary() {
        return Dictionary.of(Block.raw(HexFormat.of().parseHex(DICTIONARY))).orElseThrow();
    }

    private static DeltaLink linkToBoth() {
        return new DeltaLink(DeltaLink.Way.DELTA, FIRST.id(), Optional.of(SECOND.id()), 2);
    }

    private static BlockRecord packAgainstBoth() {
        byte[] both = BlockRecord.joined(FIRST.bytes(), SECOND.bytes());
        return BlockRecord.packDelta(new Codec.Zstd(3), OF_BOTH, linkToBoth(), both);
    }

    private static List<byte[]> lines(Random random, int count) {
        List<byte[]> lines = new ArrayList<>();
        while (lines.size() < count) {
            lines.add(line(random.nextInt(1000), random.nextInt(10)));
        }
        return lines;
    }

    private static byte[] line(int number, int version) {
        return ("{\"name\":\"package-" + number + "\",\"version\":\"1." + version
                        + ".0\",\"license\":\"MIT\",\"main\":\"index.js\"}")
                .getBytes(US_ASCII);
    }
}
