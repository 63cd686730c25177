package pakit.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import pakit.block.Block;

/// Leaves that change a little from version to version: noise of some kilobytes, of which a few bytes are others each
/// time.
final class Versions {
    private static final int BYTES = 6000;

    private final Random random;
    private final List<byte[]> lines = new ArrayList<>();

    /// @param lines how many leaves change beside each other
    Versions(long seed, int lines) {
        this.random = new Random(seed);
        for (int i = 0; i < lines; i++) {
            byte[] bytes = new byte[BYTES];
            random.nextBytes(bytes);
            this.lines.add(bytes);
        }
    }

    /// The next versions of some of the leaves, one after another.
    List<Block> next(int count) {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] line = lines.get(random.nextInt(lines.size()));
            line[random.nextInt(BYTES)] += (byte) (1 + random.nextInt(255));
            blocks.add(Block.raw(line.clone()));
        }
        return blocks;
    }
}
