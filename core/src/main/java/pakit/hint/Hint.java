package pakit.hint;

import java.util.List;
import java.util.Objects;
import pakit.block.BlockId;
import pakit.codec.Codec;

/// What a model suggests to the core. A hint is data: the core checks it, may ignore it, and is correct without it.
public sealed interface Hint {
    /// Try this codec first.
    ///
    /// @param codec the codec to try instead of the profile's default; one that is not usable is ignored
    /// @param gain the predicted saving against the profile's default, as a share of the block's plain bytes, at the
    ///     profile's price of CPU time, hint time already paid; positive
    record Compression(Codec codec, double gain) implements Hint {
        public Compression {
            Objects.requireNonNull(codec, "codec");
            if (!Double.isFinite(gain) || gain <= 0) {
                throw new IllegalArgumentException("gain must be finite and positive, found " + gain);
            }
        }
    }

    /// Try these blocks as bases too, the most promising first.
    ///
    /// @param bases 1 to [#BASES_MAX] ids; any that name nothing, nothing readable or the block itself cost an attempt
    record Dedup(List<BlockId> bases) implements Hint {
        public static final int BASES_MAX = 8;

        public Dedup {
            bases = List.copyOf(bases);
            if (bases.isEmpty() || bases.size() > BASES_MAX) {
                throw new IllegalArgumentException("bases must be 1 to " + BASES_MAX + ", found " + bases.size());
            }
        }
    }

    /// Fetch these blocks before they are asked for, the most promising first.
    ///
    /// @param ids 1 to [#IDS_MAX]; any that name nothing or nothing readable cost an attempt
    record Prefetch(List<BlockId> ids) implements Hint {
        public static final int IDS_MAX = 64;

        public Prefetch {
            ids = List.copyOf(ids);
            if (ids.isEmpty() || ids.size() > IDS_MAX) {
                throw new IllegalArgumentException("ids must be 1 to " + IDS_MAX + ", found " + ids.size());
            }
        }
    }

    /// Ask these peers in this order.
    ///
    /// @param order 1 to [#PEERS_MAX] names, best first; those that are no candidates are ignored
    record Peers(List<String> order) implements Hint {
        public static final int PEERS_MAX = 1024;

        public Peers {
            order = List.copyOf(order);
            if (order.isEmpty() || order.size() > PEERS_MAX) {
                throw new IllegalArgumentException("order must be 1 to " + PEERS_MAX + ", found " + order.size());
            }
        }
    }

    /// Spread a message this way. Whatever [GossipParams] can be is within the range that is safe.
    record Network(GossipParams params) implements Hint {
        public Network {
            Objects.requireNonNull(params, "params");
        }
    }
}
