package pakit.dag;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pakit.block.BlockId;
import pakit.block.ChunkSizes;

class TreeDiffTest {
    private final MemoryBlocks blocks = new MemoryBlocks();
    private final Workers workers = new Workers(2);

    @AfterEach
    void close() {
        workers.close();
    }

    private record File(int mode, String content) {}

    /// A tree of files, by path; a path that ends with `@` is a symlink to its content.
    private BlockId put(Map<String, File> files, ChunkSizes sizes) throws IOException {
        try (TreeWriter writer = new TreeWriter(blocks::store, sizes, workers)) {
            writer.directory("", Attributes.DIRECTORY);
            Set<String> directories = new HashSet<>(Set.of(""));
            for (var entry : new TreeMap<>(files).entrySet()) {
                String parent = TreePaths.parentOf("x/" + entry.getKey()).replaceFirst("^x/?", "");
                if (directories.add(parent)) {
                    writer.directory(parent, Attributes.DIRECTORY);
                }
                File file = entry.getValue();
                if (entry.getKey().endsWith("@")) {
                    writer.symlink(entry.getKey(), file.content);
                } else {
                    byte[] content = Utf8Bytes.of(file.content);
                    writer.file(
                            entry.getKey(),
                            new Attributes(file.mode, Optional.empty()),
                            content.length,
                            new ByteArrayInputStream(content));
                }
            }
            return writer.finish().root();
        }
    }

    private BlockId put(Map<String, File> files) throws IOException {
        return put(files, ChunkSizes.DEFAULT);
    }

    private List<String> diff(BlockId before, BlockId after) throws IOException {
        List<String> lines = new ArrayList<>();
        new TreeDiff(blocks::read).tell(before, after, change -> {
            String letter = change.before().isEmpty() ? "A" : change.after().isEmpty() ? "D" : "M";
            lines.add(letter + " " + change.path() + " " + new TreeSet<>(change.aspects()));
        });
        return lines;
    }

    private static File file(String content) {
        return new File(0644, content);
    }

    @Test
    void everyWayToDifferHasItsName() throws IOException {
        BlockId before = put(Map.of(
                "a/same", file("s"), "a/gone", file("g"), "mode", file("m"), "content", file("c"), "link@", file("x"),
                "kind/in", file("k"), "both", file("1")));
        BlockId after = put(Map.of(
                "a/same",
                file("s"),
                "new/b",
                file("n"),
                "mode",
                new File(0600, "m"),
                "content",
                file("d"),
                "link@",
                file("y"),
                "kind",
                file("k"),
                "both",
                new File(0755, "22")));

        assertThat(diff(before, after))
                .containsExactly(
                        "D a/gone []",
                        "M both [MODE, CONTENT]",
                        "M content [CONTENT]",
                        "M kind [TYPE]",
                        "D kind/in []",
                        "M link@ [TARGET]",
                        "M mode [MODE]",
                        "A new []",
                        "A new/b []");
        assertThat(diff(before, before)).isEmpty();
    }

    @Test
    void topsMayBeFilesToo() throws IOException {
        BlockId tree = put(Map.of("a", file("x")));
        BlockId leaf = blocks.add(BlockId.Kind.RAW, Utf8Bytes.of("x"));
        assertThat(diff(leaf, tree)).containsExactly("M  [TYPE]", "A a []");
        assertThat(diff(leaf, blocks.add(BlockId.Kind.RAW, Utf8Bytes.of("y")))).containsExactly("M  [CONTENT]");
    }

    /// The same bytes, cut in another way or under another mode, are the same content.
    @Test
    void contentIsComparedNotItsCut() throws IOException {
        String content = new Random(1)
                .ints(20_000, 'a', 'z')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        BlockId coarse = put(Map.of("f", file(content)));
        BlockId fine = put(Map.of("f", file(content)), new ChunkSizes(64, 256, 1024));
        BlockId finer = put(Map.of("f", file(content)), new ChunkSizes(64, 256, 512));
        assertThat(coarse).isNotEqualTo(fine);
        assertThat(diff(coarse, fine)).isEmpty();
        assertThat(diff(fine, finer)).isEmpty();
        assertThat(diff(fine, put(Map.of("f", new File(0600, content))))).containsExactly("M f [MODE]");
        String other = content.substring(0, 19_999) + "!";
        assertThat(diff(fine, put(Map.of("f", file(other)), new ChunkSizes(64, 256, 512))))
                .containsExactly("M f [CONTENT]");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void randomChangesAreFoundAndNoOthers(int seed) throws IOException {
        Random random = new Random(seed);
        Map<String, File> before = new HashMap<>();
        int count = seed < 3 ? 9000 : 300; // 9000 names need shards
        for (int i = 0; i < count; i++) {
            String directory = seed < 3 ? "" : "d" + random.nextInt(5) + "/";
            before.put(directory + "some-longer-name-" + i, file("v" + random.nextInt(50)));
        }
        Map<String, File> after = new HashMap<>(before);
        Set<String> expected = new TreeSet<>();
        List<String> names = new ArrayList<>(new TreeSet<>(before.keySet()));
        for (int i = 0; i < 40; i++) {
            String name = names.get(random.nextInt(names.size()));
            switch (random.nextInt(3)) {
                case 0 -> after.remove(name);
                case 1 -> after.put(name, file("other " + i));
                default -> after.put(TreePaths.nameOf("x/" + name) + "-" + i, file("new"));
            }
        }
        before.forEach((name, file) -> {
            if (!after.containsKey(name)) {
                expected.add("D " + name + " []");
            } else if (!Objects.equals(after.get(name), file)) {
                expected.add("M " + name + " [CONTENT]");
            }
        });
        after.keySet().stream()
                .filter(name -> !before.containsKey(name))
                .forEach(name -> expected.add("A " + name + " []"));

        assertThat(new TreeSet<>(diff(put(before), put(after)))).isEqualTo(expected);
    }

    /// One file of 20,000 in a sharded directory, and nothing else: a handful of blocks.
    @Test
    void whatIsTheSameIsNotRead() throws IOException {
        Map<String, File> files = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            files.put("wide/some-longer-name-" + i, file("content"));
        }
        BlockId before = put(files);
        files.put("wide/some-longer-name-7", file("other"));
        BlockId after = put(files);
        AtomicInteger reads = new AtomicInteger();
        List<TreeChange> changes = new ArrayList<>();
        new TreeDiff(id -> {
                    reads.incrementAndGet();
                    return blocks.read(id);
                })
                .tell(before, after, changes::add);

        assertThat(changes).extracting(TreeChange::path).containsExactly("wide/some-longer-name-7");
        assertThat(reads.get()).isLessThan(20);
    }
}
