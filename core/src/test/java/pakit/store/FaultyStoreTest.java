package pakit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pakit.block.ChunkSizes;
import pakit.codec.Profile;
import pakit.dag.Attributes;
import pakit.dag.BlockStore;
import pakit.dag.DagBackend;
import pakit.dag.TreeReader;
import pakit.dag.TreeWriter;
import pakit.dag.Workers;
import pakit.error.PakitException;
import pakit.hint.Advisor;

/// The disk refuses at every single call that a put makes: it fails, what was there stays, and the same put goes well
/// once there is room.
class FaultyStoreTest {
    private static final int FILES = 4;
    private static final ChunkSizes SMALL = new ChunkSizes(64, 1024, 4096);

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(FaultyStore.Manner.class)
    void aPutThatIsRefusedAtAnyCallCostsNothing(FaultyStore.Manner manner) throws Exception {
        try (Home home = Homes.open(directory.resolve("home"))) {
            Root early = put(home, home.blocks(), 1);
            int refused = 0;
            for (boolean goesOn = true; goesOn; ) {
                FaultyStore faulty = new FaultyStore(home.blocks(), refused, manner);
                try {
                    home.roots().remove(put(home, faulty, 2));
                } catch (PakitException.Unavailable e) {
                    assertThat(e).hasMessageContaining("the disk is full");
                }
                goesOn = faulty.refused();
                refused++;
                assertWhole(home, early, 1);
                new GarbageCollector(home, TreeReader::links).collect(Duration.ZERO);
            }
            assertThat(refused).as("calls of a put").isGreaterThan(4 * FILES);
            assertWhole(home, put(home, home.blocks(), 2), 2);
            assertWhole(home, early, 1);
        }
    }

    private static Root put(Home home, BlockStore store, int version) throws IOException {
        DagBackend backend = new DagBackend(store, Profile.BALANCED, outcome -> {}, System::nanoTime);
        try (StoreGuard.Lease lease = home.guard().share();
                Workers workers = new Workers(1);
                TreeWriter writer = new TreeWriter(block -> backend.process(block, Advisor.none()), SMALL, workers)) {
            writer.directory("", Attributes.DIRECTORY);
            for (int file = 0; file < FILES; file++) {
                byte[] content = content(file, version);
                writer.file("f" + file, Attributes.FILE, content.length, new ByteArrayInputStream(content));
            }
            Root root = new Root(writer.finish().root(), Optional.of("v" + version), Homes.NOW, 1);
            home.roots().put(root);
            return root;
        }
    }

    /// Versions differ by little, so that the second is made of deltas of the first.
    private static byte[] content(int file, int version) {
        byte[] content = new byte[300 + 900 * file];
        new Random(file).nextBytes(content);
        content[content.length / 2] += (byte) version;
        return content;
    }

    private static void assertWhole(Home home, Root root, int version) throws Exception {
        assertThat(home.roots().list()).contains(root);
        TreeReader reader = new TreeReader(Homes.backend(home)::read);
        for (int file = 0; file < FILES; file++) {
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            reader.cat(reader.resolve(root.id(), "f" + file).id(), read);
            assertThat(read.toByteArray()).isEqualTo(content(file, version));
        }
        assertThat(new Verifier(home, TreeReader::links, 1).verify(bytes -> {}).problems())
                .isEmpty();
    }
}
