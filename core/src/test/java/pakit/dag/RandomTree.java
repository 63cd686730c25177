package pakit.dag;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// A tree that depends on its seed alone: odd names, modes, times and targets, files from nothing to several chunks,
/// and in every third tree a directory of 6000 entries, which needs shards.
public final class RandomTree {
    private static final String[] ODD_NAMES = {"...", "a b", "ą", "𝄞", "\uFFFD", "-", "\n", "00", "FF", "%2F", "\\"};
    private static final int[] MODES = {0644, 0644, 0755, 0600, 0400, 0777, 04755, 01777, 0700};

    private final Random random;
    private final TreeSink sink;
    private final boolean sharded;
    private int left;

    private RandomTree(long seed, TreeSink sink) {
        this.random = new Random(seed);
        this.sink = sink;
        this.sharded = seed % 3 == 0;
        this.left = 5 + random.nextInt(120);
    }

    public static void tell(long seed, TreeSink sink) throws IOException {
        RandomTree tree = new RandomTree(seed, sink);
        sink.directory("", tree.attributes(0755));
        tree.fill("", 0);
    }

    private void fill(String path, int depth) throws IOException {
        Set<String> names = new HashSet<>();
        int count = sharded && depth == 0 ? 6000 : random.nextInt(12);
        for (int i = 0; i < count; i++) {
            String name = name();
            if (names.add(name)) {
                entry(TreePaths.join(path, name), depth, i > 12);
            }
        }
    }

    private void entry(String path, int depth, boolean small) throws IOException {
        int kind = small ? 0 : random.nextInt(6);
        if (kind == 5) {
            sink.symlink(path, random.nextBoolean() ? "../" + name() : "/absolute//" + name() + "/");
        } else if (kind == 4 && depth < 6 && left-- > 0) {
            sink.directory(path, attributes(0755));
            fill(path, depth + 1);
        } else {
            byte[] content = content(small ? 8 : 1 << random.nextInt(20));
            sink.file(path, attributes(0644), content.length, new ByteArrayInputStream(content));
        }
    }

    private String name() {
        String base = Integer.toString(random.nextInt(1_000_000), 36);
        return random.nextInt(4) == 0 ? base + ODD_NAMES[random.nextInt(ODD_NAMES.length)] : base + ".longer-name";
    }

    private byte[] content(int bound) {
        byte[] content = new byte[random.nextInt(bound)];
        random.nextBytes(content);
        if (random.nextInt(5) == 0) {
            Arrays.fill(content, (byte) 7);
        }
        return content;
    }

    private Attributes attributes(int usual) {
        int mode = random.nextInt(3) > 0 ? usual : MODES[random.nextInt(MODES.length)];
        Optional<Instant> modified = random.nextInt(4) > 0
                ? Optional.empty()
                : Optional.of(Instant.ofEpochSecond(random.nextInt(1 << 30), random.nextInt(1_000_000_000)));
        return new Attributes(mode, modified);
    }
}
