package pakit.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import pakit.block.Block;
import pakit.codec.Profile;
import pakit.dag.DagBackend;
import pakit.hint.Advisor;

/// Homes and blocks for the tests of this package.
final class Homes {
    static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");

    private Homes() {}

    static Home open(Path directory) {
        return Home.open(directory, HomeSettings.NONE, "a test", NOW);
    }

    static DagBackend backend(Home home) {
        return new DagBackend(home.blocks(), Profile.BALANCED, outcome -> {}, System::nanoTime);
    }

    /// A leaf of a few kilobytes that is told from others by its number.
    static Block leaf(int number) {
        return Block.raw(("leaf " + number + "\n").repeat(300).getBytes(StandardCharsets.US_ASCII));
    }

    static Block put(Home home, Block block) {
        backend(home).process(block, Advisor.none());
        return block;
    }
}
