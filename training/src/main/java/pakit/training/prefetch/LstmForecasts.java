package pakit.training.prefetch;

import java.util.Arrays;
import pakit.ml.prefetch.BlockAccess;

/// What an LSTM says comes after each access of the scored part of a trace: the likeliest blocks, likeliest first.
public final class LstmForecasts {
    static final int TOP = 5;

    /// At even odds.
    public static final float CHANCE_MIN = 0.5f;

    private static final long NONE = 0;

    private final int from;
    private final long[] ids;
    private final float[] chances;

    private LstmForecasts(int from, long[] ids, float[] chances) {
        this.from = from;
        this.ids = ids;
        this.chances = chances;
    }

    /// Takes what is said, access after access.
    static final class Recorder {
        private final int from;
        private final long[] ids;
        private final float[] chances;

        Recorder(int from, int accesses) {
            this.from = from;
            this.ids = new long[accesses * TOP];
            this.chances = new float[accesses * TOP];
        }

        /// What is beyond the places there are is left out.
        void add(int at, long id, float chance) {
            int begin = (at - from) * TOP;
            for (int i = begin; i < begin + TOP; i++) {
                if (ids[i] == NONE) {
                    ids[i] = id;
                    chances[i] = chance;
                    return;
                }
            }
        }

        LstmForecasts done() {
            return new LstmForecasts(from, ids, chances);
        }
    }

    /// Names all five after each access, as the Python original does.
    public Contestant always() {
        return new Named("LSTM, top 5", 0);
    }

    /// Names those that come next with a chance of at least one half.
    public Contestant likely() {
        return new Named("LSTM, at 0.5", CHANCE_MIN);
    }

    private final class Named implements Contestant {
        private final String policy;
        private final float chanceMin;

        private Named(String policy, float chanceMin) {
            this.policy = policy;
            this.chanceMin = chanceMin;
        }

        @Override
        public String policy() {
            return policy;
        }

        /// Nothing while it was still learning. The likeliest comes last: where there is room for one, it stays.
        @Override
        public long[] heard(int at, BlockAccess access) {
            long[] named = new long[TOP];
            int count = 0;
            int begin = (at - from) * TOP;
            for (int i = begin + TOP - 1; at >= from && i >= begin; i--) {
                if (ids[i] != NONE && chances[i] >= chanceMin && !access.held().test(ids[i])) {
                    named[count++] = ids[i];
                }
            }
            return Arrays.copyOf(named, count);
        }
    }
}
