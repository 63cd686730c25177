package pakit.training.peers;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pakit.ml.models.Reference;
import pakit.ml.peers.Candidate;
import pakit.ml.peers.NetworkCoordinate;

/// A selector whose choices are taken down, some of them: what it knew of the candidates, and what each would have
/// taken. Most of what it is told goes on to the selector.
final class TakenDown implements PeerPolicy {
    private final Selector selector;
    private final Oracle oracle;
    private final String family;
    private final int every;
    private final List<Reference.Choice> taken;
    private int chosen;

    TakenDown(Selector selector, Oracle oracle, String family, int every, List<Reference.Choice> taken) {
        this.selector = selector;
        this.oracle = oracle;
        this.family = family;
        this.every = every;
        this.taken = taken;
    }

    @Override
    public Choice choose(int[] candidates, double nowMs) {
        if (++chosen % every == 0) {
            List<Candidate> known = selector.known(candidates, nowMs);
            taken.add(new Reference.Choice(
                    family,
                    known.stream().map(Candidate::row).toList(),
                    Arrays.stream(candidates)
                            .mapToObj(peer -> oracle.costMs(peer, nowMs))
                            .toList(),
                    fastestSoFar(known)));
        }
        return selector.choose(candidates, nowMs);
    }

    /// The rule: the lowest mean latency of those that were heard of.
    private static int fastestSoFar(List<Candidate> known) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < known.size(); i++) {
            Candidate one = known.get(i);
            if (one.observations() > 0 && one.latencyLogMs() < least) {
                best = i;
                least = one.latencyLogMs();
            }
        }
        return best;
    }

    @Override
    public void sent(int peer, double nowMs) {
        selector.sent(peer, nowMs);
    }

    @Override
    public void answered(int peer, double latencyMs, Report report, double nowMs) {
        selector.answered(peer, latencyMs, report, nowMs);
    }

    @Override
    public void late(int peer, double latencyMs, Report report, double nowMs) {
        selector.late(peer, latencyMs, report, nowMs);
    }

    @Override
    public void failed(int peer, double waitedMs, double nowMs) {
        selector.failed(peer, waitedMs, nowMs);
    }

    @Override
    public void probed(int peer, double roundTripMs, Report report, double nowMs) {
        selector.probed(peer, roundTripMs, report, nowMs);
    }

    @Override
    public void unheard(int peer, double waitedMs, double nowMs) {
        selector.unheard(peer, waitedMs, nowMs);
    }

    @Override
    public boolean hedge() {
        return selector.hedge();
    }

    @Override
    public @Nullable NetworkCoordinate coordinate() {
        return selector.coordinate();
    }

    @Override
    public void introduced(int peer, NetworkCoordinate coordinate) {
        selector.introduced(peer, coordinate);
    }
}
