package pakit.codec;

import com.github.luben.zstd.ZstdDictCompress;
import com.github.luben.zstd.ZstdDictDecompress;
import com.github.luben.zstd.ZstdDictTrainer;
import com.github.luben.zstd.ZstdException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pakit.block.Block;
import pakit.block.BlockId;

/// A block of what many small blocks have in common, in zstd's own format, ready to pack and unpack them. To make it
/// ready takes longer than to pack a small block, so it is kept. Immutable to its users, thread-safe; its native
/// memory, about three times its size, goes with it.
public final class Dictionary {
    private final Block block;
    private final ZstdDictDecompress unpacking;
    private volatile @Nullable ForLevel packing;

    private record ForLevel(int level, ZstdDictCompress packing) {}

    private Dictionary(Block block, ZstdDictDecompress unpacking) {
        this.block = block;
        this.unpacking = unpacking;
    }

    /// The dictionary that `block` holds, or empty if it holds something else.
    public static Optional<Dictionary> of(Block block) {
        if (!BlockRecord.looksLikeDictionary(block.bytes())) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Dictionary(block, new ZstdDictDecompress(block.bytes())));
        } catch (ZstdException | IllegalStateException e) { // begins like one
            return Optional.empty();
        }
    }

    /// Makes the bytes of a dictionary of at most `sizeBytes` of what `samples` have in common, or nothing if that is
    /// too little.
    public static Optional<byte[]> train(List<byte[]> samples, int sizeBytes) {
        int total = samples.stream().mapToInt(sample -> sample.length).sum();
        ZstdDictTrainer trainer = new ZstdDictTrainer(total, sizeBytes);
        samples.forEach(trainer::addSample);
        try {
            return Optional.of(trainer.trainSamples());
        } catch (ZstdException e) { // says that there is nothing to learn
            return Optional.empty();
        }
    }

    public BlockId id() {
        return block.id();
    }

    public Block block() {
        return block;
    }

    ZstdDictDecompress unpacking() {
        return unpacking;
    }

    ZstdDictCompress packing(int level) {
        ForLevel ready = packing;
        if (ready == null || ready.level != level) {
            ready = new ForLevel(level, new ZstdDictCompress(block.bytes(), level));
            packing = ready;
        }
        return ready.packing;
    }
}
