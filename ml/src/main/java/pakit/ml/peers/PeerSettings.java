package pakit.ml.peers;

/// What of the selector is chosen and not learnt. The defaults were found by replaying the first half of real traces of
/// round-trip times; docs/models/peer_selector.md has what they do on the second.
///
/// @param memorySeconds after this time what was seen of a peer's latency counts half
/// @param backlogSeconds a reported backlog fades to its mean with this time constant
/// @param suspicionSeconds after this time a silent peer is half as suspect
/// @param hedgeDeviationsMin ask the second peer when the first is so many standard deviations late, on the log scale,
///     and there are tokens enough
/// @param hedgeDeviationsMax the same when there is hardly a token left
/// @param hedgeShare extra requests that hedging may make, as a share of all
/// @param timeoutDeviations give up on what is as many standard deviations late, on the log scale
/// @param timeoutMsMin and never before this
/// @param probes at most as many probes with each request
/// @param probeSeconds nobody is probed who was heard of within this time
/// @param peersMax how many peers are remembered; the one not heard of for longest is forgotten
public record PeerSettings(
        double memorySeconds,
        double backlogSeconds,
        double suspicionSeconds,
        double hedgeDeviationsMin,
        double hedgeDeviationsMax,
        double hedgeShare,
        double timeoutDeviations,
        double timeoutMsMin,
        int probes,
        double probeSeconds,
        int peersMax) {
    public static final PeerSettings DEFAULT = new PeerSettings(20, 2, 40, 1.6, 5, 0.045, 7, 50, 6, 0.3, 10_000);

    public PeerSettings {
        positive("memorySeconds", memorySeconds);
        positive("backlogSeconds", backlogSeconds);
        positive("suspicionSeconds", suspicionSeconds);
        positive("hedgeDeviationsMin", hedgeDeviationsMin);
        positive("hedgeDeviationsMax", hedgeDeviationsMax);
        positive("timeoutDeviations", timeoutDeviations);
        positive("timeoutMsMin", timeoutMsMin);
        positive("peersMax", peersMax);
        if (!(hedgeShare >= 0 && hedgeShare <= 1) || probes < 0 || !(probeSeconds >= 0)) {
            throw new IllegalArgumentException(
                    "hedgeShare must be within 0 and 1, probes and probeSeconds not negative," + " found " + hedgeShare
                            + ", " + probes + ", " + probeSeconds);
        }
    }

    private static void positive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " must be positive and finite, found " + value);
        }
    }
}
