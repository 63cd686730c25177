package pakit.dag;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.crypto.Cipher;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pakit.block.Block;
import pakit.block.BlockId;

/// Holds the frozen DAG profile to ids that others published or computed. Files are cut into equal chunks here, because
/// the ids of others know nothing of our chunker.
class GoldenTreesTest {
    private interface Recipe {
        DagLink make() throws Exception;
    }

    private record Golden(String name, String id, String source) {}

    private static final Attributes TIMED = new Attributes(0600, Optional.of(Instant.ofEpochSecond(1_700_000_000, 5)));

    private final MemoryBlocks blocks = new MemoryBlocks();

    private final Map<String, Recipe> recipes = Map.ofEntries(
            entry("empty-file", () -> file(new byte[0], 64, Attributes.FILE)),
            entry("hello-world", () -> text("hello world")),
            entry("empty-directory", () -> directory(List.of())),
            entry("nested-directories", () -> directory(List.of(subdirectory()))),
            entry("file-beside-directory", this::fileBesideDirectory),
            entry("name-with-percent", this::nameWithPercent),
            entry("symlink-to-foo", () -> symlink("foo")),
            entry("directory-at-256-kib", () -> directory(profileEntries(21))),
            entry("directory-over-256-kib", () -> directory(profileEntries(22))),
            entry("file-at-1-mib-chunk", () -> file(random("chunk-v1-seed", 1 << 20), 1 << 20, Attributes.FILE)),
            entry("file-over-1-mib-chunk", () -> file(random("chunk-v1-seed", 1048577), 1 << 20, Attributes.FILE)),
            entry("go-autoshard-1344", () -> directory(longNames(1344))),
            entry("utf8-names", this::utf8Names),
            entry("file-2x64", () -> chunks(2, Attributes.FILE)),
            entry("file-1023x64", () -> chunks(1023, Attributes.FILE)),
            entry("file-1024x64", () -> chunks(1024, Attributes.FILE)),
            entry("file-1025x64", () -> chunks(1025, Attributes.FILE)),
            entry("file-2049x64", () -> chunks(2049, Attributes.FILE)),
            entry("file-with-mode", () -> file(pattern(192), 64, new Attributes(04755, Optional.empty()))),
            entry("file-with-mode-and-time", () -> file(pattern(192), 64, TIMED)),
            entry("file-from-before-1970", () -> file(pattern(192), 64, at(0644, -1))),
            entry("directory-with-mode-and-time", () -> directory(List.of(), at(0700, 1_700_000_000))),
            entry("symlink", () -> symlink("../some/where")),
            entry("entries-100", () -> directory(numbered(100))),
            entry("entries-4000", () -> directory(numbered(4000))),
            entry("entries-6000", () -> directory(numbered(6000))),
            entry("entries-20000", () -> directory(numbered(20000))),
            entry("entries-20000-with-mode-and-time", () -> directory(numbered(20000), at(0500, 1))));

    static List<Golden> goldens() throws IOException {
        try (InputStream in = GoldenTreesTest.class.getResourceAsStream("golden-trees.tsv")) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .map(fields -> new Golden(fields[0], fields[1], fields[2]))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void treeHasItsPublishedId(Golden golden) throws Exception {
        Recipe recipe = Objects.requireNonNull(recipes.get(golden.name), golden.name);
        assertThat(recipe.make().id().toString()).as(golden.source).isEqualTo(golden.id);
    }

    @Test
    void everyRecipeIsHeldByAGoldenLine() throws Exception {
        assertThat(goldens().stream().map(Golden::name)).containsExactlyInAnyOrderElementsOf(recipes.keySet());
    }

    /// "Nested Directories" of the specification states the length of both directory blocks.
    @Test
    void totalsCountBlocksAndAllBelow() {
        DagLink subdirectory = subdirectory();
        assertThat(blocks.read(subdirectory.id()).sizeBytes()).isEqualTo(110);
        assertThat(subdirectory.totalBytes()).isEqualTo(110 + 31 + 12);
        assertThat(directory(List.of(subdirectory)).totalBytes()).isEqualTo(55 + 110 + 31 + 12);
    }

    private DagLink file(byte[] content, int chunkBytes, Attributes attributes) {
        FileLayout layout = new FileLayout(blocks::store);
        for (int from = 0; from < content.length; from += chunkBytes) {
            byte[] chunk = Arrays.copyOfRange(content, from, Math.min(content.length, from + chunkBytes));
            layout.append(new DagLink(blocks.add(BlockId.Kind.RAW, chunk), "", chunk.length));
        }
        return layout.finish(attributes);
    }

    private DagLink chunks(int count, Attributes attributes) {
        return file(pattern(count * 64 - 7), 64, attributes);
    }

    private DagLink text(String content) {
        Block block = Block.raw(Utf8Bytes.of(content));
        return new DagLink(block.id(), "", block.sizeBytes());
    }

    private DagLink directory(List<DagLink> entries) {
        return directory(entries, Attributes.DIRECTORY);
    }

    private DagLink directory(List<DagLink> entries, Attributes attributes) {
        return new DirectoryLayout(blocks::store).lay(entries, attributes);
    }

    private DagLink symlink(String target) {
        return new DagNode(List.of(), new UnixFs.Symlink(target).encode()).writeTo(blocks::store);
    }

    private DagLink subdirectory() {
        return directory(List.of(
                        text("hello world\n").named("hello.txt"),
                        text("hello application/vnd.ipld.car\n").named("ascii.txt")))
                .named("subdir");
    }

    private DagLink fileBesideDirectory() {
        DagLink foo = directory(List.of(text("Hello, world!\n").named("bar.txt")));
        return directory(List.of(text("Hello, IPFS!\n").named("foo.txt"), foo.named("foo")));
    }

    private DagLink nameWithPercent() {
        return directory(List.of(
                text("hello from a percent encoded filename\n").named("Portugal%2C+España=Peninsula Ibérica.txt")));
    }

    private DagLink utf8Names() {
        DagLink file = text("I am a txt file on path with utf8\n").named("file-źł.txt");
        return directory(
                List.of(directory(List.of(directory(List.of(file)).named("ę"))).named("ą")));
    }

    private List<DagLink> numbered(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> text(Integer.toString(i)).named("entry-" + i + ".txt"))
                .toList();
    }

    private List<DagLink> longNames(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "long name to fill out bytes to make the sharded directory test flip over the sharded"
                        + " directory limit because link names are included in the directory entry " + i)
                .map(name -> text(name).named(name))
                .toList();
    }

    /// The directory of the profile's threshold fixtures (kubo `test/cli/testutils/random_deterministic.go`): 4765
    /// names of 11 characters and a last one, all files of the content `x`.
    private List<DagLink> profileEntries(int lastNameLength) throws GeneralSecurityException {
        String alphabet = "abcdefghijklmnopqrstuvwxyz01234567890-_";
        byte[] stream = random("hamt-unixfs-v1-2025", 1 << 20);
        List<DagLink> entries = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < 4766; i++) {
            StringBuilder name = new StringBuilder();
            for (int to = from + (i == 4765 ? lastNameLength : 11); from < to; from++) {
                name.append(alphabet.charAt((stream[from] & 0xff) % alphabet.length()));
            }
            entries.add(text("x").named(name.toString()));
        }
        return entries;
    }

    /// The key stream of ChaCha20 under the SHA-256 of `seed`, as in kubo's test helpers.
    private static byte[] random(String seed, int bytes) throws GeneralSecurityException {
        byte[] key = MessageDigest.getInstance("SHA-256").digest(Utf8Bytes.of(seed));
        Cipher cipher = Cipher.getInstance("ChaCha20");
        cipher.init(
                Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "ChaCha20"), new ChaCha20ParameterSpec(new byte[12], 0));
        return cipher.doFinal(new byte[bytes]);
    }

    /// A linear congruential generator, the same few lines in every language.
    private static byte[] pattern(int bytes) {
        byte[] pattern = new byte[bytes];
        int x = 1;
        for (int i = 0; i < bytes; i++) {
            x = x * 1103515245 + 12345;
            pattern[i] = (byte) (x >>> 16);
        }
        return pattern;
    }

    private static Attributes at(int mode, long seconds) {
        return new Attributes(mode, Optional.of(Instant.ofEpochSecond(seconds)));
    }
}
