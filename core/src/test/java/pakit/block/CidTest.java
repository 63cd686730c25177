package pakit.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pakit.error.PakitException;

class CidTest {
    private static final String DIGEST = "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9";

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    /// The SHA-256 of `hello world`, whose ids are in the specifications.
    @Test
    void bothVersionsNameTheSameBlock() {
        Cid leaf = Cid.of(hex("01551220" + DIGEST));
        Cid node = Cid.of(hex("01701220" + DIGEST));

        assertThat(leaf.id()).hasToString("bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e");
        assertThat(leaf.inline()).isEmpty();
        assertThat(Cid.of(hex("1220" + DIGEST))).isEqualTo(node);
        assertThat(node.id()).isEqualTo(BlockId.fromBytes(hex("01701220" + DIGEST)));
    }

    @Test
    void aCidThatHoldsItsBytesGoesByTheirId() {
        Cid cid = Cid.of(hex("0155000b" + "68656c6c6f20776f726c64"));

        assertThat(cid.id()).hasToString("bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e");
        assertThat(cid.inline().orElseThrow().bytes()).asString().isEqualTo("hello world");
        assertThat(Cid.of(hex("01550000")).id())
                .isEqualTo(Block.raw(new byte[0]).id());
    }

    @Test
    void readingStopsBehindTheCid() {
        ByteBuffer in = ByteBuffer.wrap(hex("01551220" + DIGEST + "aabb"));
        Cid.read(in);
        assertThat(in.remaining()).isEqualTo(2);
        assertThatThrownBy(() -> Cid.of(hex("01551220" + DIGEST + "aabb"))).hasMessageContaining("2 bytes follow");
    }

    @ParameterizedTest
    @CsvSource({
        "01711220, content codec 0x71 (dag-cbor)",
        "01a9021220, content codec 0x129 (dag-json)",
        "01991220, content codec",
        "01551114, hash function 0x11 (sha1) with 20",
        "0155a0e40220, hash function 0xb220 (blake2b-256) with 32",
        "01551210, hash function 0x12 with 16",
        "02551220, version 2",
    })
    void whatIsNotKnownIsNamed(String head, String words) {
        assertThatThrownBy(() -> Cid.of(hex(head + DIGEST)))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining(words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "01", "0155", "015512", "01551220", "01551220aa", "1220", "1220aa", "0155008101", "015500ff"
            })
    void brokenOnesAreInvalid(String digits) {
        assertThatThrownBy(() -> Cid.of(hex(digits))).isInstanceOf(PakitException.Invalid.class);
    }

    @Test
    void numbersComeBackAndHaveOneForm() {
        Random random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            long value = random.nextLong() >>> 1 + random.nextInt(62);
            assertThat(Varint.read(ByteBuffer.wrap(Varint.of(value)))).isEqualTo(value);
        }
        assertThat(Varint.of(Long.MAX_VALUE)).hasSize(Varint.BYTES_MAX);
        assertThatThrownBy(() -> Varint.read(ByteBuffer.wrap(hex("8000")))).hasMessageContaining("shortest form");
        assertThatThrownBy(() -> Varint.read(ByteBuffer.wrap(hex("ffffffffffffffffff01"))))
                .hasMessageContaining("more than 9 bytes");
        assertThatThrownBy(() -> Varint.read(ByteBuffer.wrap(hex("80")))).hasMessageContaining("breaks off");
    }

    @Test
    void whateverBytesComeOneOfTwoThingsHappens() {
        Random random = new Random(2);
        byte[] good = hex("01551220" + DIGEST);
        for (int i = 0; i < 20_000; i++) {
            byte[] mutant = good.clone();
            mutant[random.nextInt(6)] = (byte) random.nextInt();
            mutant[random.nextInt(6)] ^= (byte) (1 << random.nextInt(8));
            try {
                assertThat(Cid.of(mutant).id()).isNotNull();
            } catch (PakitException.Invalid e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
    }
}
