package pakit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.error.PakitException;

class GarbageCollectorTest {
    @TempDir
    Path directory;

    private Home home;

    @BeforeEach
    void open() {
        home = Homes.open(directory);
    }

    @AfterEach
    void close() {
        home.close();
    }

    @Test
    void whatNoRootReachesIsFreedAndTheRestStays() throws Exception {
        Root old = Forest.plant(home, "old", 0, 20);
        Root kept = Forest.plant(home, "kept", 10, 20);
        long before = home.blocks().totals().storedBytes();
        home.roots().remove(old);
        GarbageCollector.Collected collected = collect();
        // Ten leaves, the node over them and the top; the other node is shared.
        assertThat(collected.removedBlocks()).isEqualTo(10 + 2);
        assertThat(collected.keptBlocks()).isEqualTo(20 + 3);
        assertThat(collected.freedBytes())
                .isPositive()
                .isEqualTo(before - home.blocks().totals().storedBytes());
        assertThat(collected.missingLeaves()).isEmpty();
        assertReadable(kept);
        assertThat(home.blocks().contains(Homes.leaf(5).id())).isFalse();
        assertThat(collect().removedBlocks()).isZero();
    }

    @Test
    void withoutRootsAllIsGarbage() throws Exception {
        Forest.plant(home, "only", 0, 2500);
        home.roots().list().forEach(home.roots()::remove);
        assertThat(collect().removedBlocks()).isEqualTo(2503);
        assertThat(home.blocks().totals().blocks()).isZero();
    }

    @Test
    void spaceIsGivenBackToTheDisk() throws Exception {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            byte[] noise = new byte[100_000];
            random.nextBytes(noise);
            Homes.put(home, Block.raw(noise));
        }
        Root kept = Forest.plant(home, "kept", 0, 20);
        assertThat(collect().removedBlocks()).isEqualTo(200);
        close();
        assertThat(diskBytes()).isLessThan(5_000_000);
        open();
        assertReadable(kept);
    }

    @Test
    void aMissingLeafIsReportedAndTheRestIsCollected() throws Exception {
        Forest.plant(home, "kept", 0, 20);
        Homes.put(home, Homes.leaf(99));
        home.blocks().delete(Homes.leaf(3).id());
        GarbageCollector.Collected collected = collect();
        assertThat(collected.missingLeaves()).containsExactly(Homes.leaf(3).id());
        assertThat(collected.removedBlocks()).isEqualTo(1);
    }

    @Test
    void aMissingNodeStopsTheCollection() {
        Root root = Forest.plant(home, "kept", 0, 2);
        Homes.put(home, Homes.leaf(99));
        BlockId node = Forest.node(Homes.leaf(0)).id();
        home.blocks().delete(node);
        assertThatThrownBy(this::collect)
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining("nothing was removed")
                .hasMessageContaining(root.id().toString())
                .hasMessageContaining(node.toString());
        assertThat(home.blocks().contains(Homes.leaf(99).id())).isTrue();
    }

    @Test
    void anUnreadableNodeStopsTheCollection() {
        Forest.plant(home, "kept", 0, 2);
        BlockId node = Forest.node(Homes.leaf(0)).id();
        home.blocks().delete(node);
        home.blocks().put(node, new byte[] {1, 0, 1, 1});
        assertThatThrownBy(this::collect)
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining(node.toString());
    }

    @Test
    void aRunningPutKeepsItsBlocks() throws Exception {
        try (StoreGuard.Lease put = home.guard().share()) {
            Homes.put(home, Homes.leaf(1));
            assertThatThrownBy(() -> collector().collect(Duration.ofMillis(1)))
                    .isInstanceOf(PakitException.Unavailable.class);
        }
        assertThat(home.blocks().contains(Homes.leaf(1).id())).isTrue();
    }

    private GarbageCollector collector() {
        return new GarbageCollector(home, Forest::links);
    }

    private GarbageCollector.Collected collect() throws InterruptedException {
        return collector().collect(Duration.ofSeconds(10));
    }

    private void assertReadable(Root root) throws InterruptedException {
        Verifier.Verified verified = new Verifier(home, Forest::links, 2).verify(bytes -> {});
        assertThat(verified.problems()).isEqualTo(List.of());
        assertThat(Homes.backend(home).read(root.id()).id()).isEqualTo(root.id());
    }

    private long diskBytes() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("blocks"))) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
