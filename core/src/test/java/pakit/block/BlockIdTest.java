package pakit.block;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pakit.error.PakitException;

class BlockIdTest {
    private static final String HELLO = "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";
    private static final byte[] HELLO_BYTES = "hello world".getBytes(UTF_8);

    @Test
    void helloWorldHasThePublishedId() {
        assertThat(BlockId.of(BlockId.Kind.RAW, HELLO_BYTES)).hasToString(HELLO);
    }

    @Test
    void emptyDirectoryNodeHasThePublishedId() {
        byte[] emptyDirectory = {0x0a, 0x02, 0x08, 0x01};
        assertThat(BlockId.of(BlockId.Kind.DAG_PB, emptyDirectory))
                .hasToString("bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354");
    }

    @Test
    void textAndBinaryFormsRoundTrip() {
        for (BlockId id : randomIds(1000)) {
            assertThat(BlockId.parse(id.toString())).isEqualTo(id).hasSameHashCodeAs(id);
            assertThat(BlockId.fromBytes(id.toBytes())).isEqualTo(id);
        }
    }

    @Test
    void orderIsThatOfTheBinaryFormUnsigned() {
        List<BlockId> ids = randomIds(1000);
        List<BlockId> byBinary = new ArrayList<>(ids);
        byBinary.sort((a, b) -> Arrays.compareUnsigned(a.toBytes(), b.toBytes()));
        Collections.sort(ids);
        assertThat(ids).isEqualTo(byBinary);
    }

    @Test
    void sameBytesOfAnotherKindHaveAnotherId() {
        BlockId raw = BlockId.of(BlockId.Kind.RAW, HELLO_BYTES);
        BlockId node = BlockId.of(BlockId.Kind.DAG_PB, HELLO_BYTES);
        assertThat(raw).isNotEqualTo(node).isLessThan(node);
        assertThat(raw.names(HELLO_BYTES)).isTrue();
        assertThat(raw.names("hello World".getBytes(UTF_8))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|it is empty",
                "QmT78zSuBmuS4z925WZfrqQ1qHaJ56DQaTfyMUF7F8ff5o|CIDv0",
                "zb2rhj7crUKTQYRGCRATFaQ6YFLTde2YzdqbbhAASkL9uRDXn|base58btc",
                "BAFKREIFZJUT3TE2NHYEKKLSS27NH3K72YSCO7Y32KOAO5EEI66WOF36N5E|upper-case base32",
                "xyz|starts with 'x'",
                "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5E|upper case",
                "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n1e|no base32 digit",
                "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5|58 characters, expected 59",
                "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5ea|60 characters, expected 59",
                "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5f|bits beyond the digest"
            })
    void refusalNamesWhatWasFound(String text, String found) {
        assertThatThrownBy(() -> BlockId.parse(text))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining(found)
                .hasMessageContaining("'" + text + "'");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 2, CID version is 2",
        "1, 113, content codec is 0x71",
        "2, 19, hash function is 0x13",
        "3, 20, declared as 20 bytes"
    })
    void refusalOfBinaryNamesTheField(int index, byte value, String found) {
        byte[] binary = BlockId.parse(HELLO).toBytes();
        binary[index] = value;
        assertThatThrownBy(() -> BlockId.fromBytes(binary))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining(found);
    }

    @Test
    void binaryOfWrongLengthIsRefused() {
        byte[] binary = BlockId.parse(HELLO).toBytes();
        for (int length : new int[] {0, 3, 35, 37}) {
            assertThatThrownBy(() -> BlockId.fromBytes(Arrays.copyOf(binary, length)))
                    .isInstanceOf(PakitException.Invalid.class)
                    .hasMessageContaining(length + " bytes");
        }
    }

    @Test
    void anEndlessTextIsShownShort() {
        assertThatThrownBy(() -> BlockId.parse("b" + "a".repeat(1_000_000)))
                .isInstanceOf(PakitException.Invalid.class)
                .satisfies(e -> assertThat(e.toString().length()).isLessThan(400));
    }

    private static List<BlockId> randomIds(int count) {
        Random random = new Random(1);
        List<BlockId> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] bytes = new byte[8];
            random.nextBytes(bytes);
            ids.add(BlockId.of(BlockId.Kind.values()[i % 2], bytes));
        }
        return ids;
    }
}
