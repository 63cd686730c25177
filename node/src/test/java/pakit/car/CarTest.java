package pakit.car;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.block.Cid;
import pakit.block.Varint;
import pakit.dag.TreeReader;
import pakit.error.PakitException;

/// CAR files that others wrote, byte for byte, and whatever else may come.
///
/// `ipfs-car.car` was made by `ipfs-car pack` 3.1.0 of a directory with `hello.txt` and `sub/{empty,second.txt}`; the
/// other two with `@ipld/car` 5.4.7: `depth-first.car` has the same blocks in depth-first order, `old-and-inline.car`
/// a CIDv0 directory of a CIDv0 file and a link that holds its bytes, a root that is a leaf, and one that is no hash.
class CarTest {
    private static final String ROOT = "bafybeiglaydcekh5pe6duft6wsd5ogu236lnqihxw2oo7x67zaqydar3ma";

    private record Read(List<BlockId> roots, Map<BlockId, Block> blocks) {}

    private static byte[] file(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(CarTest.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }

    private static Read read(byte[] car) throws IOException {
        CarReader reader = new CarReader(new ByteArrayInputStream(car));
        Map<BlockId, Block> blocks = new LinkedHashMap<>();
        reader.inlinedRoots().forEach(block -> blocks.put(block.id(), block));
        for (Optional<Block> next = reader.next(); next.isPresent(); next = reader.next()) {
            blocks.put(next.get().id(), next.get());
        }
        assertThat(reader.offset()).isEqualTo(car.length);
        return new Read(reader.roots(), blocks);
    }

    private static byte[] export(BlockId root, Map<BlockId, Block> blocks) throws IOException {
        var out = new ByteArrayOutputStream();
        Function<BlockId, Block> get = id -> Objects.requireNonNull(blocks.get(id), id.toString());
        new CarExport(get, TreeReader::links).write(root, out);
        return out.toByteArray();
    }

    @Test
    void anExportIsByteForByteWhatOthersWriteDepthFirst() throws IOException {
        Read theirs = read(file("ipfs-car.car"));

        assertThat(theirs.roots()).containsExactly(BlockId.parse(ROOT));
        assertThat(theirs.blocks()).hasSize(5);
        assertThat(export(BlockId.parse(ROOT), theirs.blocks())).isEqualTo(file("depth-first.car"));
    }

    @Test
    void oldIdsAndBytesInLinksAreRead() throws IOException {
        Read read = read(file("old-and-inline.car"));

        assertThat(read.roots())
                .extracting(BlockId::toString)
                .startsWith(
                        "bafybeie6mx55qcepsapaw3fynpc7gycay7l4azv2ummlfawg3vykfzcfja",
                        "bafkreihgqmzdppu5xv7l55rfohj2yxi5f62bapebn5hugewctn23s7qin4")
                .hasSize(3);
        Block directory = Objects.requireNonNull(read.blocks().get(read.roots().getFirst()));
        assertThat(TreeReader.links(directory))
                .allSatisfy(id -> assertThat(read.blocks()).containsKey(id));
        assertThat(TreeReader.inlined(directory))
                .singleElement()
                .satisfies(inline -> assertThat(inline.bytes()).asString().isEqualTo("held by its link\n"));
        assertThat(Objects.requireNonNull(read.blocks().get(read.roots().getLast()))
                        .bytes())
                .asString()
                .isEqualTo("a root that is no hash\n");
    }

    @Test
    void aLeafAloneIsATree() throws IOException {
        Block leaf = Block.raw(new byte[] {1, 2, 3});
        byte[] car = export(leaf.id(), Map.of(leaf.id(), leaf));

        assertThat(read(car).blocks()).containsOnlyKeys(leaf.id());
        assertThat(read(car).roots()).containsExactly(leaf.id());
    }

    @Test
    void everyTruncationIsNamedByItsOffset() throws IOException {
        byte[] car = file("depth-first.car");
        List<Integer> ends = sectionEnds(car);
        for (int length = 0; length < car.length; length++) {
            byte[] cut = Arrays.copyOf(car, length);
            if (ends.contains(length)) {
                read(cut);
            } else {
                assertThatThrownBy(() -> read(cut))
                        .isInstanceOf(PakitException.Invalid.class)
                        .hasMessageMatching("(?s).*(at byte \\d+|empty).*");
            }
        }
    }

    private static List<Integer> sectionEnds(byte[] car) {
        List<Integer> ends = new ArrayList<>();
        var in = java.nio.ByteBuffer.wrap(car);
        while (in.hasRemaining()) {
            in.position((int) (Varint.read(in) + in.position()));
            ends.add(in.position());
        }
        return ends;
    }

    @Test
    void everyFlippedBitOfContentIsSeen() throws IOException {
        byte[] car = file("depth-first.car");
        int header = sectionEnds(car).getFirst();
        Random random = new Random(5);
        for (int i = 0; i < 2000; i++) {
            byte[] flipped = car.clone();
            flipped[header + random.nextInt(car.length - header)] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> read(flipped))
                    .isInstanceOf(PakitException.Invalid.class)
                    .hasMessageContaining("at byte ");
        }
    }

    @Test
    void lengthsAreBoundedBeforeAnythingIsAllocated() {
        byte[] huge = Varint.of(Long.MAX_VALUE);
        assertThatThrownBy(() -> read(huge)).hasMessageContaining("a section of " + Long.MAX_VALUE + " bytes");
        byte[] header = new CarHeader(List.of(new Cid(BlockId.parse(ROOT), Optional.empty()))).encode();
        byte[] section = concat(Varint.of(header.length), header, Varint.of(1L << 40));
        assertThatThrownBy(() -> read(section))
                .hasMessageContaining("at byte " + (header.length + 1))
                .hasMessageContaining("expected 1 to 2");
        assertThatThrownBy(() -> read(concat(Varint.of(header.length), header, new byte[1])))
                .hasMessageContaining("a section of 0 bytes");
    }

    @Test
    void otherVersionsAndOtherThingsAreRefused() {
        byte[] second = {0x0a, (byte) 0xa1, 0x67, 'v', 'e', 'r', 's', 'i', 'o', 'n', 2};
        assertThatThrownBy(() -> read(second))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining("its version is 2");
        assertThatThrownBy(() -> read("PK a zip file, perhaps".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .isInstanceOf(PakitException.Invalid.class);
        byte[] rootless = new CarHeader(List.of()).encode();
        assertThat(CarHeader.decode(rootless).roots()).isEmpty();
    }

    @Test
    void whatIsShownOfAHeaderDrivesNoTerminal() {
        byte[] header = {(byte) 0xa1, 0x64, 0x1b, '[', '2', 'J', 0};
        assertThatThrownBy(() -> CarHeader.decode(header)).hasMessageContaining("the key '?[2J'");
    }

    @Test
    void headersOfManyRootsComeBack() {
        List<Cid> roots = new ArrayList<>();
        for (int i = 0; i < CarHeader.ROOTS_MAX; i++) {
            roots.add(new Cid(Block.raw(new byte[] {(byte) i, (byte) (i >> 8)}).id(), Optional.empty()));
            if (i < 30 || i > 250 && i < 260 || i == CarHeader.ROOTS_MAX - 1) {
                assertThat(CarHeader.decode(new CarHeader(roots).encode()).roots())
                        .isEqualTo(roots);
            }
        }
    }

    /// For Jazzer.
    static final class Car {
        public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
            try {
                Read car = read(bytes);
                car.blocks()
                        .forEach((id, block) ->
                                assertThat(BlockId.of(id.kind(), block.bytes())).isEqualTo(id));
            } catch (PakitException.Invalid refused) {
                assertThat(refused.getMessage()).doesNotContainPattern("\\p{Cntrl}");
            }
        }
    }

    @Test
    void jazzerFindsNothingInCar(@TempDir Path directory) throws Exception {
        JazzerRun.findsNothing(
                Car.class,
                directory,
                Stream.of(file("depth-first.car"), file("old-and-inline.car"), file("ipfs-car.car")));
    }

    @Test
    void whateverBytesComeTheyAreReadOrInvalid() throws IOException {
        List<byte[]> seeds = List.of(file("depth-first.car"), file("old-and-inline.car"));
        Random random = new Random(7);
        int read = 0;
        for (int i = 0; i < 30_000; i++) {
            byte[] mutant = seeds.get(i % 2).clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                mutant[random.nextInt(random.nextBoolean() ? 64 : mutant.length)] = (byte) random.nextInt();
            }
            try {
                read(mutant);
                read++;
            } catch (PakitException.Invalid e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
        assertThat(read).isPositive();
    }

    @Test
    void aSetTellsApartWhatDiffers() {
        BlockIdSet set = new BlockIdSet();
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = {(byte) i, (byte) (i >> 8), 3};
            assertThat(set.add(BlockId.of(BlockId.Kind.RAW, bytes))).isTrue();
            assertThat(set.add(BlockId.of(BlockId.Kind.DAG_PB, bytes))).isTrue();
            assertThat(set.add(BlockId.of(BlockId.Kind.RAW, bytes))).isFalse();
        }
    }

    private static byte[] concat(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
