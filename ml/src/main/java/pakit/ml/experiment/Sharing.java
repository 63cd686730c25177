package pakit.ml.experiment;

import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import pakit.block.BlockId;

/// How far the arms of an experiment touch each other through dedup: a block that one arm stored is known when another
/// arm puts it, so the other arm neither pays for it nor shows what it would have made of it. Counted since the start
/// of this process. Thread-safe, without locks.
///
/// Which arm stored a block is remembered in a Bloom filter an arm (Bloom 1970; 2 MiB with 7 of 16 777 216 bits a
/// block: below 1 % false at 1.7 million blocks). What it forgets or mixes up costs a count, never a block.
final class Sharing {
    private static final int BITS = 1 << 24;
    private static final int HASHES = 7;

    private final List<OfArm> arms;

    private static final class OfArm {
        final LongAdder known = new LongAdder();
        final LongAdder fromOthers = new LongAdder();
        private volatile AtomicLongArray bits = new AtomicLongArray(0);

        /// Its memory is taken with its first block.
        synchronized void grow() {
            if (bits.length() == 0) {
                bits = new AtomicLongArray(BITS / Long.SIZE);
            }
        }

        void add(BlockId block) {
            if (bits.length() == 0) {
                grow();
            }
            for (int i = 0; i < HASHES; i++) {
                int bit = bit(block, i);
                bits.accumulateAndGet(bit / Long.SIZE, 1L << bit, (a, b) -> a | b);
            }
        }

        boolean mayHold(BlockId block) {
            AtomicLongArray now = bits;
            for (int i = 0; i < HASHES; i++) {
                int bit = bit(block, i);
                if (now.length() == 0 || (now.get(bit / Long.SIZE) & 1L << bit) == 0) {
                    return false;
                }
            }
            return true;
        }

        /// Double hashing (Kirsch and Mitzenmacher 2006) of the SHA-256 in the id.
        private static int bit(BlockId block, int i) {
            return (int) (block.digestWord(0) + i * block.digestWord(1)) & BITS - 1;
        }
    }

    Sharing(int arms) {
        this.arms = Stream.generate(OfArm::new).limit(arms).toList();
    }

    void stored(int arm, BlockId block) {
        arms.get(arm).add(block);
    }

    void known(int arm, BlockId block) {
        arms.get(arm).known.increment();
        if (!arms.get(arm).mayHold(block) && arms.stream().anyMatch(other -> other.mayHold(block))) {
            arms.get(arm).fromOthers.increment();
        }
    }

    /// @param blocks that the arm put and that were there already
    /// @param fromOthers of these, the ones that another arm had stored, and not this one
    record Known(long blocks, long fromOthers) {}

    Known of(int arm) {
        return new Known(arms.get(arm).known.sum(), arms.get(arm).fromOthers.sum());
    }
}
