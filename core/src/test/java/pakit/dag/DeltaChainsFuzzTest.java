package pakit.dag;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.codec.BlockRecord;
import pakit.codec.Codec;
import pakit.codec.DeltaLink;
import pakit.error.PakitException;

/// A store whose records are of other blocks than they should be, or built on any others, on themselves, or on what is
/// not there, with bytes exchanged. What is read is what the id names, or it is refused by name.
///
/// How long Jazzer searches for inputs: see [JazzerRun].
class DeltaChainsFuzzTest {
    private static final int MUTANTS = 3_000;
    private static final Codec.Zstd ZSTD = new Codec.Zstd(1);

    /// Versions of one text, and one that begins like a dictionary.
    private static final List<Block> BLOCKS = blocks();

    /// Four bytes make a record: of which block, how, on which others; then come changes of bytes.
    private static void deltaChain(byte[] script) {
        MemoryBlockStore store = new MemoryBlockStore();
        ByteBuffer in = ByteBuffer.wrap(script);
        for (int i = 0; i < BLOCKS.size() && in.remaining() >= 4; i++) {
            byte[] record = record(in);
            for (int changes = in.hasRemaining() ? in.get() & 3 : 0; changes > 0 && in.remaining() >= 3; changes--) {
                record[(in.getShort() & 0xffff) % record.length] = in.get();
            }
            store.put(BLOCKS.get(i).id(), record);
        }
        BlockReader reader = new BlockReader(store);
        for (Block block : BLOCKS) {
            try {
                assertThat(Arrays.equals(reader.read(block.id()).bytes(), block.bytes()))
                        .isTrue();
            } catch (PakitException.Corrupt | PakitException.NotFound refused) {
                assertThat(refused).hasMessageContaining(block.id().toString());
            }
        }
    }

    private static byte[] record(ByteBuffer in) {
        Block content = any(in);
        int how = in.get() & 7;
        Block base = any(in);
        Block second = any(in);
        int depth = 1 + how % DeltaLink.DEPTH_MAX;
        if (how < 2 || !BlockRecord.canBeBase(base.bytes())) {
            return BlockRecord.pack(how == 0 ? new Codec.None() : ZSTD, content.bytes())
                    .bytes()
                    .clone();
        }
        boolean two = how > 5;
        Optional<BlockId> other = two ? Optional.of(second.id()) : Optional.empty();
        byte[] under = two ? BlockRecord.joined(base.bytes(), second.bytes()) : base.bytes();
        return BlockRecord.canBeBase(under)
                ? BlockRecord.packDelta(
                                ZSTD,
                                content.bytes(),
                                new DeltaLink(DeltaLink.Way.DELTA, base.id(), other, depth),
                                under)
                        .bytes()
                : new byte[1];
    }

    private static Block any(ByteBuffer in) {
        return BLOCKS.get((in.get() & 0xff) % BLOCKS.size());
    }

    /// For Jazzer.
    static final class Chain {
        public static void fuzzerTestOneInput(byte[] bytes) {
            deltaChain(bytes);
        }
    }

    @Test
    void jazzerFindsNothingInChain(@TempDir Path directory) throws Exception {
        JazzerRun.findsNothing(Chain.class, directory, scripts());
    }

    @Test
    void mutantsAreRefusedOrRight() {
        Mutants mutants = new Mutants(scripts().toList(), new Random(47));
        for (int i = 0; i < MUTANTS; i++) {
            deltaChain(mutants.next());
        }
    }

    /// Each on the one before, each on the two before, all in a circle, and something of everything.
    static Stream<byte[]> scripts() {
        byte[] noise = new byte[400];
        new Random(48).nextBytes(noise);
        return Stream.of(script(2, 0), script(6, 0), script(3, 1), noise);
    }

    private static byte[] script(int how, int circle) {
        byte[] script = new byte[5 * BLOCKS.size()];
        IntStream.range(0, BLOCKS.size()).forEach(i -> {
            script[5 * i] = (byte) i;
            script[5 * i + 1] = (byte) (i == 0 ? circle * how : how);
            script[5 * i + 2] = (byte) ((i + BLOCKS.size() - 1) % BLOCKS.size());
            script[5 * i + 3] = (byte) ((i + BLOCKS.size() - 2) % BLOCKS.size());
        });
        return script;
    }

    private static List<Block> blocks() {
        Random random = new Random(49);
        byte[] content = new byte[300];
        random.nextBytes(content);
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            content[random.nextInt(content.length)]++;
            blocks.add(Block.raw(content.clone()));
        }
        byte[] likeADictionary = {0x37, (byte) 0xa4, 0x30, (byte) 0xec, 1, 2, 3, 4, 5, 6, 7, 8};
        blocks.add(Block.raw(likeADictionary));
        blocks.add(Block.raw(new byte[0]));
        return blocks;
    }
}
