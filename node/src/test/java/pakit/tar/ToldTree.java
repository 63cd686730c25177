package pakit.tar;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import pakit.dag.Attributes;
import pakit.dag.TreeSink;

/// A tree in memory: remembers what it is told, tells it again, and can be made up from a seed.
public final class ToldTree implements TreeSink {
    private final Map<String, Told> entries = new LinkedHashMap<>();

    /// One entry; what does not apply is empty.
    private record Told(String kind, Attributes attributes, byte[] content, String target) {
        @Override
        public String toString() {
            return kind + " " + Integer.toOctalString(attributes.mode()) + " " + attributes.modified() + " "
                    + content.length + ":" + java.util.Arrays.hashCode(content) + " " + target;
        }
    }

    /// A tree of `count` entries with awkward names, depth first.
    public static ToldTree random(long seed, int count) {
        Random random = new Random(seed);
        ToldTree tree = new ToldTree();
        tree.put("", "directory", new Attributes(0750, java.util.Optional.empty()), new byte[0], "");
        java.util.List<String> directories = new java.util.ArrayList<>(java.util.List.of(""));
        for (int i = 0; i < count; i++) {
            while (directories.size() > 1 && random.nextInt(4) == 0) {
                directories.removeLast();
            }
            String parent = directories.getLast();
            String name = name(random, i);
            String path = parent.isEmpty() ? name : parent + "/" + name;
            switch (random.nextInt(5)) {
                case 0 -> {
                    directories.add(path);
                    tree.put(path, "directory", attributes(random, 0700), new byte[0], "");
                }
                case 1 -> tree.put(path, "symlink", Attributes.FILE, new byte[0], "../" + name(random, i));
                default -> tree.put(path, "file", attributes(random, 0400), content(random), "");
            }
        }
        return tree;
    }

    private static String name(Random random, int i) {
        return switch (random.nextInt(6)) {
            case 0 -> "ünïcödé-" + i;
            case 1 -> "long-".repeat(40) + i;
            case 2 -> "with space\nand newline " + i;
            default -> "n" + i;
        };
    }

    private static Attributes attributes(Random random, int always) {
        var modified = random.nextInt(4) == 0
                ? java.util.Optional.of(
                        java.time.Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)))
                : java.util.Optional.<java.time.Instant>empty();
        return new Attributes(always | random.nextInt(01000), modified);
    }

    private static byte[] content(Random random) {
        byte[] bytes = new byte[random.nextInt(4) == 0 ? random.nextInt(200_000) : random.nextInt(700)];
        random.nextBytes(bytes);
        return bytes;
    }

    public void tell(TreeSink sink) throws IOException {
        for (var entry : entries.entrySet()) {
            Told told = entry.getValue();
            switch (told.kind) {
                case "directory" -> sink.directory(entry.getKey(), told.attributes);
                case "symlink" -> sink.symlink(entry.getKey(), told.target);
                default ->
                    sink.file(
                            entry.getKey(),
                            told.attributes,
                            told.content.length,
                            new ByteArrayInputStream(told.content));
            }
        }
    }

    /// One line an entry, in the order of paths: equal for equal trees.
    public Map<String, String> lines() {
        Map<String, String> lines = new TreeMap<>();
        entries.forEach((path, told) -> lines.put(path, told.toString()));
        return lines;
    }

    public byte[] content(String path) {
        return java.util.Objects.requireNonNull(entries.get(path), path).content;
    }

    @Override
    public void directory(String path, Attributes attributes) {
        put(path, "directory", attributes, new byte[0], "");
    }

    @Override
    public void file(String path, Attributes attributes, long sizeBytes, InputStream content) throws IOException {
        put(path, "file", attributes, content.readAllBytes(), "");
    }

    @Override
    public void symlink(String path, String target) {
        put(path, "symlink", Attributes.FILE, new byte[0], target);
    }

    private void put(String path, String kind, Attributes attributes, byte[] content, String target) {
        if (entries.put(path, new Told(kind, attributes, content, target)) != null) {
            throw new IllegalStateException("told twice: " + path);
        }
    }
}
