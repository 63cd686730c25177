package pakit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.block.BlockId;
import pakit.dag.DagBackend;
import pakit.dag.FileTreeRestorer;
import pakit.dag.FileTreeWalker;
import pakit.dag.StoredTree;
import pakit.dag.TreeReader;
import pakit.dag.TreeWriter;
import pakit.dag.WalkListener;
import pakit.dag.WalkOptions;
import pakit.dag.Workers;
import pakit.hint.Advisor;

/// The whole way of a tree: disk, blocks in a home, and back to another directory.
class TreeInHomeTest {
    private static final WalkListener NEVER_SKIPPED = new WalkListener() {
        @Override
        public void read(long bytes) {}

        @Override
        public void skipped(Skipped skipped) {
            throw new AssertionError(skipped.toString());
        }
    };

    @TempDir
    Path work;

    private StoredTree put(Home home, Path tree) throws IOException {
        return put(home, tree, 4);
    }

    private StoredTree put(Home home, Path tree, int threads) throws IOException {
        DagBackend backend = Homes.backend(home);
        try (Workers workers = new Workers(threads);
                TreeWriter writer =
                        new TreeWriter(block -> backend.process(block, Advisor.none()), home.chunkSizes(), workers)) {
            new FileTreeWalker(WalkOptions.DEFAULT).tell(tree, writer, NEVER_SKIPPED);
            return writer.finish();
        }
    }

    private Path makeTree() throws IOException {
        Path tree = Files.createDirectory(work.resolve("tree"));
        Random random = new Random(11);
        for (int i = 0; i < 60; i++) {
            Path directory = Files.createDirectories(tree.resolve("d" + i % 7 + "/e" + i % 3));
            byte[] content = new byte[random.nextInt(1 << 18)];
            random.nextBytes(content);
            Path file = Files.write(directory.resolve("f" + i), content);
            Files.setAttribute(file, "unix:mode", i % 5 == 0 ? 0755 : 0640);
        }
        Files.createSymbolicLink(tree.resolve("link"), Path.of("d0/e0"));
        Files.createDirectory(tree.resolve("empty"));
        return tree;
    }

    /// Which block becomes a delta of which hangs on the order of arrival; what a block is called does not.
    @Test
    void idsAreTheSameWithOneWorkerAndWithFour() throws IOException {
        Path tree = makeTree();
        Path changed = Files.createDirectory(tree.resolve("changed"));
        for (int i = 0; i < 20; i++) {
            byte[] content = Files.readAllBytes(tree.resolve("d" + i % 7 + "/e" + i % 3 + "/f" + i));
            content[content.length / 2]++;
            Files.write(changed.resolve("f" + i), content);
        }
        Set<BlockId> roots = new HashSet<>();
        Set<Set<BlockId>> ids = new HashSet<>();
        for (int threads : new int[] {1, 4}) {
            try (Home home = Homes.open(work.resolve("home" + threads))) {
                roots.add(put(home, tree, threads).root());
                Set<BlockId> stored = new HashSet<>();
                home.blocks().forEachId(stored::add);
                ids.add(stored);
                assertThat(home.blocks().totals().deltas().blocks()).isPositive();
            }
        }
        assertThat(roots).hasSize(1);
        assertThat(ids).hasSize(1);
    }

    private static List<String> describe(Path tree) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(tree).sorted()) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                String kind = Files.isSymbolicLink(path)
                        ? Files.readSymbolicLink(path).toString()
                        : Integer.toOctalString((Integer) Files.getAttribute(path, "unix:mode"));
                boolean file = Files.isRegularFile(path) && !Files.isSymbolicLink(path);
                String content = file
                        ? BlockId.of(BlockId.Kind.RAW, Files.readAllBytes(path)).toString()
                        : "";
                lines.add(tree.relativize(path) + " " + kind + " " + content);
            }
        }
        return lines;
    }

    @Test
    void treeComesBackFromAReopenedHomeAndIsKnownToIt() throws IOException {
        Path tree = makeTree();
        StoredTree first;
        try (Home home = Homes.open(work.resolve("home"))) {
            first = put(home, tree);
        }
        try (Home home = Homes.open(work.resolve("home"))) {
            StoredTree again = put(home, tree);
            assertThat(again.root()).isEqualTo(first.root());
            assertThat(again.newBlocks()).isZero();
            assertThat(home.blocks().totals().blocks()).isEqualTo(first.newBlocks());
            try (Workers workers = new Workers(4);
                    FileTreeRestorer restorer = new FileTreeRestorer(
                            work.resolve("restored"), FileTreeRestorer.Existing.REFUSED, workers, bytes -> {})) {
                new TreeReader(Homes.backend(home)::read, workers).tell(first.root(), "", restorer);
            }
        }
        assertThat(describe(work.resolve("restored"))).isEqualTo(describe(tree));
    }
}
