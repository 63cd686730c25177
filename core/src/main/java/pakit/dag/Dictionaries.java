package pakit.dag;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.codec.BlockRecord;
import pakit.codec.Codec;
import pakit.codec.Dictionary;
import pakit.codec.Profile;
import pakit.error.PakitException;

/// Packs small blocks that nothing resembles with dictionaries, and makes those of such blocks as they come.
///
/// A dictionary is a leaf like any other, and a base that many blocks share: collections keep it while one of them
/// needs it, verification reads it, a copy of the store has it. The store notes which ones are in use; what it notes is
/// a suggestion. So each is looked for before it is used, and one that is gone, unreadable or none is forgotten.
///
/// Blocks that no dictionary helped become samples. Of [#SAMPLES_BYTES] of them a new one is made, by the thread that
/// brought the last, and used if on every eighth sample, which it has not seen, it saves so much that its own bytes
/// come in again with as much content as it was made of. If not, the next [#pause] bytes are no samples, and twice as
/// many each time. Memory: the samples, and the dictionaries. Thread-safe.
final class Dictionaries {
    private static final Logger LOG = LoggerFactory.getLogger(Dictionaries.class);

    static final int MAX = 3;
    static final int SAMPLES_BYTES = 1 << 20;

    private static final int DICTIONARY_BYTES = 64 << 10;
    private static final int UNSEEN = 8;
    private static final long PAUSE_MAX = 1L << 40;

    private final BlockStore store;
    private final BlockReader reader;
    private final Profile profile;
    private volatile @Nullable List<Dictionary> current;
    private List<byte[]> samples = new ArrayList<>();
    private int sampleBytes;
    private long pausing;
    private long pause = 4L * SAMPLES_BYTES;

    Dictionaries(BlockStore store, BlockReader reader, Profile profile) {
        this.store = store;
        this.reader = reader;
        this.profile = profile;
    }

    /// The block packed with the first dictionary that is worth it, else `alone`.
    BlockRecord pack(Block block, BlockRecord alone) {
        for (Dictionary dictionary : current()) {
            if (!store.contains(dictionary.id())) {
                forget(dictionary);
                continue;
            }
            BlockRecord packed = pack(dictionary, block.bytes());
            if (DedupRule.keeps(packed.storedBytes(), alone.storedBytes())
                    && Arrays.equals(packed.unpack(dictionary), block.bytes())) {
                prefer(dictionary);
                return packed;
            }
        }
        collect(block.bytes()).ifPresent(this::learn);
        return alone;
    }

    private BlockRecord pack(Dictionary dictionary, byte[] plain) {
        return BlockRecord.packWith(dictionary, DedupRule.codec(profile), plain);
    }

    private Codec.Zstd level() {
        return profile.defaultCodec() instanceof Codec.Zstd zstd ? zstd : new Codec.Zstd(Codec.Zstd.MIN_LEVEL);
    }

    private List<Dictionary> current() {
        List<Dictionary> known = current;
        return known != null ? known : load();
    }

    private synchronized List<Dictionary> load() {
        List<Dictionary> known = current;
        if (known == null) {
            known = store.dictionaries().stream()
                    .limit(MAX)
                    .flatMap(id -> read(id).stream())
                    .toList();
            current = known;
        }
        return known;
    }

    private Optional<Dictionary> read(BlockId id) {
        try {
            return Optional.of(reader.dictionary(id));
        } catch (PakitException.NotFound | PakitException.Corrupt e) {
            LOG.debug("block {} is no dictionary any more", id, e);
            return Optional.empty();
        }
    }

    /// The one that helped last is tried first.
    private void prefer(Dictionary dictionary) {
        if (current().getFirst() != dictionary) {
            use(dictionary);
        }
    }

    private synchronized void use(Dictionary first) {
        List<Dictionary> order = new ArrayList<>(current());
        order.remove(first);
        order.addFirst(first);
        current = List.copyOf(order.subList(0, Math.min(MAX, order.size())));
    }

    private synchronized void forget(Dictionary gone) {
        List<Dictionary> left = new ArrayList<>(current());
        left.remove(gone);
        current = List.copyOf(left);
    }

    /// @return samples that are enough, once
    private synchronized Optional<List<byte[]>> collect(byte[] sample) {
        if (pausing > 0) {
            pausing -= sample.length;
            return Optional.empty();
        }
        samples.add(sample);
        sampleBytes += sample.length;
        if (sampleBytes < SAMPLES_BYTES) {
            return Optional.empty();
        }
        List<byte[]> enough = samples;
        samples = new ArrayList<>();
        sampleBytes = 0;
        return Optional.of(enough);
    }

    private void learn(List<byte[]> enough) {
        List<byte[]> seen = new ArrayList<>();
        List<byte[]> unseen = new ArrayList<>();
        for (int i = 0; i < enough.size(); i++) {
            (i % UNSEEN == UNSEEN - 1 ? unseen : seen).add(enough.get(i));
        }
        Optional<Dictionary> learnt = Dictionary.train(seen, DICTIONARY_BYTES)
                .map(Block::raw)
                .flatMap(Dictionary::of)
                .filter(dictionary -> pays(dictionary, unseen));
        if (learnt.isPresent()) {
            Block block = learnt.get().block();
            store.put(block.id(), BlockRecord.pack(level(), block.bytes()).bytes());
            use(learnt.get());
            store.useDictionaries(current().stream().map(Dictionary::id).toList());
        } else {
            pauseLonger();
        }
    }

    private boolean pays(Dictionary dictionary, List<byte[]> unseen) {
        long saved = 0;
        for (byte[] plain : unseen) {
            int alone = BlockRecord.pack(level(), plain).storedBytes();
            int packed = pack(dictionary, plain).storedBytes();
            saved += DedupRule.keeps(packed, alone) ? alone - packed : 0;
        }
        BlockRecord own = BlockRecord.pack(level(), dictionary.block().bytes());
        return saved * UNSEEN > own.storedBytes();
    }

    private synchronized void pauseLonger() {
        pausing = pause;
        pause = Math.min(2 * pause, PAUSE_MAX);
    }
}
