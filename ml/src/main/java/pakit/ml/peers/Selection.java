package pakit.ml.peers;

import java.util.List;

/// Whom to ask, in which order, and for how long.
///
/// @param order the candidates, best first: each of them once
/// @param hedgeAfterNanos when to ask the second as well if the first has not answered, provided that
///     [PeerSelector#hedge] says yes then
/// @param timeoutNanos when to give the first up and ask the next
/// @param probes candidates, besides the first, whose state is worth a probe now; may be empty
public record Selection(List<String> order, long hedgeAfterNanos, long timeoutNanos, List<String> probes) {
    public Selection {
        order = List.copyOf(order);
        probes = List.copyOf(probes);
    }
}
