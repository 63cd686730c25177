package pakit.ml.peers;

/// What all peers of a selector have in common, learnt from all of them: how latencies scatter around a peer's own
/// mean, how peers' means scatter around each other, and how far coordinates are off. It says how much a prior is worth
/// beside an observation (empirical Bayes), so that nobody has to set it. Logs of milliseconds. Guarded by its
/// selector.
final class Pool {
    /// A new observation counts as one of this many.
    private static final double OBSERVATIONS = 500;
    /// Before anything was seen: latencies within a factor of 1.6 of their mean, peers within a factor of 2.7 of
    /// each other, around 100 ms. Each counts as ten observations.
    private static final double BEFORE = 10;

    private double noise = 0.25;
    private double spread = 1;
    private double mean = Math.log(100);
    private double coordinateMiss = 0.5;
    private double serviceMs = Double.NaN;
    private double noiseSeen = BEFORE;
    private double meansSeen = BEFORE;
    private double coordinatesSeen = BEFORE;

    /// @param miss from an expectation that rested on `weight` observations
    void observed(double miss, double weight) {
        noiseSeen = Math.min(OBSERVATIONS, noiseSeen + 1);
        noise += (miss * miss * weight / (weight + 1) - noise) / noiseSeen;
    }

    void mean(double logMs) {
        meansSeen = Math.min(OBSERVATIONS, meansSeen + 1);
        double miss = logMs - mean;
        mean += miss / meansSeen;
        spread += (miss * miss - spread) / meansSeen;
    }

    void coordinateMissed(double miss) {
        coordinatesSeen = Math.min(OBSERVATIONS, coordinatesSeen + 1);
        coordinateMiss += (miss * miss - coordinateMiss) / coordinatesSeen;
    }

    void service(double ms) {
        serviceMs = Double.isNaN(serviceMs) ? ms : serviceMs + (ms - serviceMs) * 0.05;
    }

    double noise() {
        return Math.max(noise, 1e-4);
    }

    double mean() {
        return mean;
    }

    /// How many observations the mean of all peers is worth.
    double weightOfMean() {
        return noise() / Math.max(spread, 1e-4);
    }

    /// How many observations a coordinate is worth.
    double weightOfCoordinate() {
        return noise() / Math.max(coordinateMiss, 1e-4);
    }

    /// Mean time of work on a request, milliseconds; 0 if nobody has told.
    double serviceMs() {
        return Double.isNaN(serviceMs) ? 0 : serviceMs;
    }
}
