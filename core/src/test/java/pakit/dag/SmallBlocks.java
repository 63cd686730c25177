package pakit.dag;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import pakit.block.Block;

/// Small blocks that have words in common and resemble each other too little for a delta.
public final class SmallBlocks {
    private final Random random;
    private final List<String> words = new ArrayList<>();

    public SmallBlocks(long seed) {
        random = new Random(seed);
        Random letters = new Random(9);
        while (words.size() < 2000) {
            StringBuilder word = new StringBuilder();
            for (int i = 4 + letters.nextInt(10); i > 0; i--) {
                word.append((char) ('a' + letters.nextInt(26)));
            }
            words.add(word.append(' ').toString());
        }
    }

    public Block next() {
        StringBuilder text = new StringBuilder();
        for (int i = 20 + random.nextInt(60); i > 0; i--) {
            text.append(words.get(random.nextInt(words.size())));
        }
        return Block.raw(text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    public List<Block> of(int totalBytes) {
        List<Block> blocks = new ArrayList<>();
        for (int left = totalBytes; left > 0; left -= blocks.getLast().sizeBytes()) {
            blocks.add(next());
        }
        return blocks;
    }
}
