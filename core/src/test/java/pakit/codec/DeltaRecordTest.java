package pakit.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pakit.block.Block;
import pakit.error.PakitException;

class DeltaRecordTest {
    private static final Block BASE = Block.raw("the quick brown fox jumps over the lazy dog".getBytes(US_ASCII));
    private static final byte[] PLAIN = "the quick brown fox jumps over the lazy cat".getBytes(US_ASCII);

    /// The frozen format: this record must stay readable, byte for byte as it is here.
    private static final String GOLDEN =
            "02042b03020155122005c6e08f1d9fdafa03147fcb8f82f124c76d2f70e3d989dc8aadb5e7d7450bec28b52ffd202b4d00001863617401005da980";

    @Test
    void theGoldenRecordDecodes() {
        BlockRecord record = BlockRecord.read(HexFormat.of().parseHex(GOLDEN));
        assertThat(record.link()).isEqualTo(Optional.of(new DeltaLink(BASE.id(), 2)));
        assertThat(record.codec()).isEqualTo(new Codec.Zstd(3));
        assertThat(record.unpack(BASE.bytes())).isEqualTo(PLAIN);
    }

    @Test
    void theGoldenHeaderIsWritten() {
        byte[] record = pack(PLAIN, BASE.bytes()).bytes();
        assertThat(HexFormat.of().formatHex(record)).startsWith(GOLDEN.substring(0, 2 * (5 + 36)));
        assertThat(RecordHeader.enoughBytes(record)).isEqualTo(44);
        assertThat(RecordHeader.read(Arrays.copyOf(record, RecordHeader.MAX_BYTES)))
                .isEqualTo(new RecordHeader(
                        new Codec.Zstd(3), PLAIN.length, Optional.of(new DeltaLink(BASE.id(), 2)), 41));
    }

    @Test
    void whatIsPackedAgainstAnyBaseComesBack() {
        Random random = new Random(11);
        for (int round = 0; round < 200; round++) {
            byte[] base = noise(random, 4 + random.nextInt(40_000));
            byte[] plain = edited(random, base);
            BlockRecord read = BlockRecord.read(pack(plain, base).bytes());
            assertThat(read.plainBytes()).isEqualTo(plain.length);
            assertThat(read.unpack(base)).isEqualTo(plain);
        }
    }

    @Test
    void fewChangesTakeFewBytes() {
        Random random = new Random(12);
        byte[] base = noise(random, 32 << 10);
        assertThat(pack(edited(random, base), base).storedBytes()).isLessThan(2000);
    }

    /// The window of zstd-3 spans 2 MiB, so of a base that long only a part is in reach.
    @Test
    void theLargestBlocksComeBack() {
        byte[] base = noise(new Random(13), Block.MAX_BYTES);
        byte[] plain = base.clone();
        plain[0] ^= 1;
        BlockRecord record = pack(plain, base);
        assertThat(record.storedBytes()).isLessThan(Block.MAX_BYTES * 6 / 10);
        assertThat(record.unpack(base)).isEqualTo(plain);
    }

    @Test
    void theDictionaryOfOneBlockIsNotSeenByTheNext() {
        byte[] base = noise(new Random(14), 10_000);
        pack(base, base);
        BlockRecord alone = BlockRecord.pack(new Codec.Zstd(3), base);
        assertThat(alone.storedBytes()).isGreaterThan(10_000);
        assertThat(pack(base, base).unpack(base)).isEqualTo(base);
        assertThat(alone.unpack()).isEqualTo(base);
    }

    @Test
    void aWrongBaseOrDamageGivesOtherBytesOrCorrupt() {
        Random random = new Random(15);
        byte[] base = noise(random, 5000);
        byte[] packed = pack(edited(random, base), base).bytes();
        for (int round = 0; round < 500; round++) {
            byte[] record = packed.clone();
            record[random.nextInt(record.length)] ^= (byte) (1 << random.nextInt(8));
            byte[] other = round % 2 == 0 ? base : noise(random, 4 + random.nextInt(6000));
            try {
                BlockRecord read = BlockRecord.read(record);
                assertThat(read.link().isPresent() ? read.unpack(other) : read.unpack())
                        .hasSize(read.plainBytes());
            } catch (PakitException.Corrupt expected) {
                assertThat(expected).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void aDeltaIsNotReadWithoutABase() {
        assertThatThrownBy(() -> pack(PLAIN, BASE.bytes()).unpack())
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining(BASE.id().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "37a430", "37a430ec", "37a430ec0102030405060708"})
    void whatZstdWouldTakeForItsOwnDictionaryIsNoBase(String hex) {
        byte[] base = HexFormat.of().parseHex(hex);
        assertThat(BlockRecord.canBeBase(base)).isFalse();
        assertThatThrownBy(() -> pack(PLAIN, base)).isInstanceOf(PakitException.Invalid.class);
        BlockRecord record = pack(PLAIN, BASE.bytes());
        assertThatThrownBy(() -> record.unpack(base)).isInstanceOf(PakitException.Corrupt.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 255})
    void otherDepthsAreRefused(int depth) {
        byte[] record = HexFormat.of().parseHex(GOLDEN);
        record[4] = (byte) depth;
        assertThatThrownBy(() -> BlockRecord.read(record))
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining("found " + depth);
    }

    private static BlockRecord pack(byte[] plain, byte[] base) {
        return BlockRecord.packDelta(new Codec.Zstd(3), plain, new DeltaLink(BASE.id(), 2), base);
    }

    private static byte[] noise(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    /// A few bytes changed, and something inserted.
    private static byte[] edited(Random random, byte[] base) {
        byte[] changed = base.clone();
        for (int i = 0; i < 5; i++) {
            changed[random.nextInt(changed.length)]++;
        }
        byte[] inserted = noise(random, random.nextInt(100));
        int at = random.nextInt(base.length + 1);
        byte[] edited = Arrays.copyOf(changed, base.length + inserted.length);
        System.arraycopy(inserted, 0, edited, at, inserted.length);
        System.arraycopy(changed, at, edited, at + inserted.length, base.length - at);
        return edited;
    }
}
