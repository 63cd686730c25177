package pakit.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pakit.error.PakitException;

class UnixFsTest {
    private static final Instant TIME = Instant.ofEpochSecond(-1, 7);

    private static String hex(UnixFs node) {
        return HexFormat.of().formatHex(node.encode());
    }

    private static UnixFs decode(String hex) {
        return UnixFs.decode(HexFormat.of().parseHex(hex));
    }

    @Test
    void fieldsStandInTheOrderOfTheirNumbers() {
        assertThat(hex(new UnixFs.Directory(Attributes.DIRECTORY))).isEqualTo("0801");
        assertThat(hex(new UnixFs.Symlink("foo"))).isEqualTo("08041203666f6f");
        assertThat(hex(new UnixFs.File(new byte[0], new long[] {1, 300}, 301, Attributes.FILE)))
                .isEqualTo("0802" + "18ad02" + "2001" + "20ac02");
        assertThat(hex(new UnixFs.Shard(new byte[] {1}, 256, Attributes.DIRECTORY)))
                .isEqualTo("0805" + "120101" + "2822" + "308002");
    }

    @Test
    void modeAndTimeAreWrittenOnlyWhereTheyDiffer() {
        assertThat(hex(new UnixFs.Directory(new Attributes(0, Optional.empty()))))
                .isEqualTo("0801" + "3800");
        assertThat(hex(new UnixFs.Directory(new Attributes(0644, Optional.of(Instant.EPOCH)))))
                .isEqualTo("0801" + "38a403" + "42020800");
        assertThat(hex(new UnixFs.Directory(new Attributes(0755, Optional.of(TIME)))))
                .isEqualTo("0801" + "4210" + "08ffffffffffffffffff01" + "1507000000");
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Attributes odd = new Attributes(07001, Optional.of(TIME));
        assertThat(UnixFs.decode(new UnixFs.Directory(odd).encode())).isEqualTo(new UnixFs.Directory(odd));
        assertThat(UnixFs.decode(new UnixFs.Symlink("a/ł").encode())).isEqualTo(new UnixFs.Symlink("a/ł"));
        UnixFs.File file =
                (UnixFs.File) UnixFs.decode(new UnixFs.File(new byte[] {9}, new long[] {1, 300}, 302, odd).encode());
        assertThat(file.inline()).containsExactly(9);
        assertThat(file.partBytes()).containsExactly(1, 300);
        assertThat(file.sizeBytes()).isEqualTo(302);
        assertThat(file.attributes()).isEqualTo(odd);
        UnixFs.Shard shard = (UnixFs.Shard) UnixFs.decode(new UnixFs.Shard(new byte[] {1, 2}, 64, odd).encode());
        assertThat(shard.occupied()).containsExactly(1, 2);
        assertThat(shard.fanout()).isEqualTo(64);
        assertThat(shard.attributes()).isEqualTo(odd);
    }

    @Test
    void packedSizesUnknownFieldsAndReservedModeBitsAreRead() {
        assertThat(((UnixFs.File) decode("0802" + "220301ac02")).partBytes()).containsExactly(1, 300);
        assertThat(decode("0801" + "7801")).isEqualTo(new UnixFs.Directory(Attributes.DIRECTORY));
        assertThat(((UnixFs.Directory) decode("0801" + "38ed8301")).attributes().mode())
                .isEqualTo(0755);
    }

    /// ipfs-unixfs-importer 17.1.1 writes this for a time of 1700000000 s and 0 ns.
    @Test
    void fractionOfZeroIsRead() {
        assertThat(decode("080138c003420b0880e2cfaa061500000000"))
                .isEqualTo(
                        new UnixFs.Directory(new Attributes(0700, Optional.of(Instant.ofEpochSecond(1_700_000_000)))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // no type
                "0803", // metadata
                "0809", // no such type
                "0802" + "1805", // size without content
                "0802" + "20ffffffffffffffffff01", // negative part
                "0802" + "20ffffffffffffffff7f" + "2001", // sum beyond 2^63
                "0802" + "22ffffffff07", // packed sizes longer than the message
                "0804" + "1201ff", // target not UTF-8
                "0805" + "308002", // shard without hash
                "0805" + "2822" + "3003", // fan-out no power of two
                "0805" + "2822" + "308010", // fan-out 2048
                "0801" + "4207" + "0800" + "15ffffffff", // negative fraction
                "0801" + "4207" + "0800" + "1500ca9a3b", // fraction of a second
                "0801" + "420a" + "08ffffffffffffffff7f", // beyond what Java can count
                "0801" + "7b7b7b7b7b", // groups in groups
                "08"
            })
    void malformedBytesAreCorrupt(String hex) {
        assertThatThrownBy(() -> decode(hex))
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining("not a UnixFS node");
    }
}
