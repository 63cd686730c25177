package pakit.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import pakit.block.Block;
import pakit.error.PakitException;

class CodecTest {
    private static final Codec SNAPPY = new Codec.Snappy();

    static Stream<Codec> codecs() {
        return Stream.concat(Codec.MENU.stream(), Stream.of(SNAPPY, new Codec.Zstd(19), new Codec.Zstd(22)));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void everySampleComesBack(Codec codec) {
        for (byte[] plain : Samples.all()) {
            assertThat(codec.unpack(codec.pack(plain), plain.length)).isEqualTo(plain);
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void labelsRoundTrip(Codec codec) {
        assertThat(Codec.parse(codec.label())).isEqualTo(codec);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "zstd", "zstd-0", "zstd-23", "zstd-03", "zstd--1", "ZSTD-3", "gzip", "zstd-3 ", "zstd-999999"
            })
    void unknownLabelIsNamed(String label) {
        assertThatThrownBy(() -> Codec.parse(label))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining("'" + label + "'");
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 23, Integer.MAX_VALUE})
    void unusableLevelDoesNotPack(int level) {
        assertThatThrownBy(() -> new Codec.Zstd(level).pack(new byte[10]))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining("found " + level);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void aWrongPlainSizeIsCorrupt(Codec codec) {
        byte[] packed = codec.pack(Samples.text(1000));
        for (int size : new int[] {-1, 0, 999, 1001, Block.MAX_BYTES, Block.MAX_BYTES + 1, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> codec.unpack(packed, size))
                    .isInstanceOf(PakitException.Corrupt.class)
                    .hasMessageContaining(codec.label());
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void hostileBytesAreCorruptOrDecodeToTheRightSize(Codec codec) {
        Random random = new Random(7);
        byte[] good = codec.pack(Samples.text(3000));
        for (int round = 0; round < 3000; round++) {
            byte[] hostile = hostile(good, random);
            int size = random.nextInt(4) == 0 ? random.nextInt(5000) : 3000;
            try {
                assertThat(codec.unpack(hostile, size)).hasSize(size);
            } catch (PakitException.Corrupt expected) {
                assertThat(expected).hasMessageContaining("corrupt");
            }
        }
    }

    private static byte[] hostile(byte[] good, Random random) {
        if (random.nextInt(3) == 0) {
            return Samples.random(random.nextInt(200), random.nextLong());
        }
        byte[] bytes = Arrays.copyOf(good, random.nextInt(3) == 0 ? random.nextInt(good.length + 50) : good.length);
        for (int flips = random.nextInt(4); flips > 0 && bytes.length > 0; flips--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    @Test
    void aSmallFrameThatDeclaresGigabytesAllocatesNothing() {
        byte[] bomb = Zstd.compress(new byte[64 << 20], 1);
        assertThatThrownBy(() -> new Codec.Zstd(1).unpack(bomb, 100)).isInstanceOf(PakitException.Corrupt.class);
        byte[] snappyOf2GiB = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x07, 0};
        assertThatThrownBy(() -> SNAPPY.unpack(snappyOf2GiB, 100)).isInstanceOf(PakitException.Corrupt.class);
    }

    @Test
    void threadsAndLevelsShareContextsWithoutMixing() throws Exception {
        List<Codec> codecs = codecs().toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> answers = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                Codec codec = codecs.get(i % codecs.size());
                byte[] plain = i % 3 == 0 ? Samples.random(i * 10, i) : Samples.text(i * 50);
                Callable<Boolean> roundTrip = () -> Arrays.equals(codec.unpack(codec.pack(plain), plain.length), plain);
                answers.add(threads.submit(roundTrip));
            }
            for (Future<Boolean> answer : answers) {
                assertThat(answer.get()).isTrue();
            }
        }
    }
}
