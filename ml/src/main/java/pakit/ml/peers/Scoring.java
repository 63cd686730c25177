package pakit.ml.peers;

/// How candidates become times: what a selector expects of a peer, given what all peers have taught it. One set of
/// formulas for the selector and for its served form.
final class Scoring {
    private final PeerSettings settings;
    private final Pool pool;

    Scoring(PeerSettings settings, Pool pool) {
        this.settings = settings;
        this.pool = pool;
    }

    /// The mean of the posterior, log of milliseconds.
    double mean(Candidate candidate) {
        double prior = priorWeight(candidate);
        double weight = candidate.observations();
        return (prior * priorMean(candidate) + weight * candidate.latencyLogMs()) / (prior + weight);
    }

    /// What would be believed of the peer had it never answered, log of milliseconds.
    double priorMean(Candidate candidate) {
        return candidate.distanceMs() > 0 ? Math.log(candidate.distanceMs()) : pool.mean();
    }

    private double priorWeight(Candidate candidate) {
        return candidate.distanceMs() > 0 ? pool.weightOfCoordinate() : pool.weightOfMean();
    }

    /// How far the mean of the peer may be from that of the posterior, one standard deviation.
    double doubt(Candidate candidate) {
        return Math.sqrt(pool.noise() / (priorWeight(candidate) + candidate.observations()));
    }

    /// What asking the peer costs if its mean is `mean`: its latency and its queue, or the time-out and another peer.
    double costMs(Candidate candidate, double mean) {
        double silence = candidate.silenceShare();
        double silenceMs = candidate.timeoutMsMax() + pool.meanMs();
        return (1 - silence) * (Math.exp(mean) + candidate.waitMs()) + silence * silenceMs;
    }

    /// When to ask another peer beside it.
    ///
    /// @param deviations how late it has to be
    double hedgeMs(Candidate candidate, double deviations) {
        double late = Math.exp(mean(candidate) + deviations * deviation(candidate)) + 1.5 * candidate.waitMs();
        return Math.min(late, candidate.timeoutMsMax());
    }

    double timeoutMs(Candidate candidate) {
        double late = Math.exp(mean(candidate) + settings.timeoutDeviations() * deviation(candidate));
        double least = Math.min(settings.timeoutMsMin(), candidate.timeoutMsMax());
        return Math.clamp(late + 3 * candidate.waitMs(), least, candidate.timeoutMsMax());
    }

    /// Of one answer.
    private double deviation(Candidate candidate) {
        double prior = priorWeight(candidate);
        return Math.sqrt(pool.noise() * (1 + 1 / (prior + candidate.observations())));
    }
}
