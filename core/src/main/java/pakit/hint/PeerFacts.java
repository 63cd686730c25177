package pakit.hint;

import java.util.HashSet;
import java.util.List;

/// All that a hint on whom to ask for a block may depend on, besides what was learnt from earlier answers.
///
/// @param peers who has the block, in the order in which they would be asked without advice; each of them once
/// @param timeoutNanosMax the longest that the caller would wait for one of them
public record PeerFacts(List<String> peers, long timeoutNanosMax) {
    public PeerFacts {
        peers = List.copyOf(peers);
        if (peers.isEmpty() || peers.size() > Hint.Peers.PEERS_MAX) {
            throw new IllegalArgumentException(
                    "peers must be 1 to " + Hint.Peers.PEERS_MAX + ", found " + peers.size());
        }
        if (new HashSet<>(peers).size() < peers.size()) {
            throw new IllegalArgumentException("peers must be there once each, found " + peers);
        }
        if (timeoutNanosMax <= 0) {
            throw new IllegalArgumentException("timeoutNanosMax must be positive, found " + timeoutNanosMax);
        }
    }
}
