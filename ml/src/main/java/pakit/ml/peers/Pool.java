package pakit.ml.peers;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

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
    /// No latency is further than e^45 from a millisecond, nor from another.
    private static final double LOG_MAX = 45;

    private static final double LOG_SQUARED_MAX = 2_100;

    private double noise = 0.25;
    private double spread = 1;
    private double mean = Math.log(100);
    private double meanMs = Double.NaN;
    private double weightOfMean = Double.NaN;
    private double weightOfCoordinate = Double.NaN;
    private double coordinateMiss = 0.5;
    private double serviceMs = Double.NaN;
    private double noiseSeen = BEFORE;
    private double meansSeen = BEFORE;
    private double coordinatesSeen = BEFORE;

    /// @param miss from an expectation that rested on `weight` observations
    void observed(double miss, double weight) {
        noiseSeen = Math.min(OBSERVATIONS, noiseSeen + 1);
        noise += (miss * miss * weight / (weight + 1) - noise) / noiseSeen;
        weightOfMean = Double.NaN;
        weightOfCoordinate = Double.NaN;
    }

    void mean(double logMs) {
        meansSeen = Math.min(OBSERVATIONS, meansSeen + 1);
        double miss = logMs - mean;
        mean += miss / meansSeen;
        meanMs = Double.NaN;
        spread += (miss * miss - spread) / meansSeen;
        weightOfMean = Double.NaN;
    }

    void coordinateMissed(double miss) {
        coordinatesSeen = Math.min(OBSERVATIONS, coordinatesSeen + 1);
        coordinateMiss += (miss * miss - coordinateMiss) / coordinatesSeen;
        weightOfCoordinate = Double.NaN;
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

    /// Of the mean, milliseconds. Kept, because every candidate of every choice needs it.
    double meanMs() {
        if (Double.isNaN(meanMs)) {
            meanMs = Math.exp(mean);
        }
        return meanMs;
    }

    /// How many observations the mean of all peers is worth. Kept likewise.
    double weightOfMean() {
        if (Double.isNaN(weightOfMean)) {
            weightOfMean = noise() / Math.max(spread, 1e-4);
        }
        return weightOfMean;
    }

    /// How many observations a coordinate is worth. Kept likewise.
    double weightOfCoordinate() {
        if (Double.isNaN(weightOfCoordinate)) {
            weightOfCoordinate = noise() / Math.max(coordinateMiss, 1e-4);
        }
        return weightOfCoordinate;
    }

    /// Mean time of work on a request, milliseconds; 0 if nobody has told.
    double serviceMs() {
        return Double.isNaN(serviceMs) ? 0 : serviceMs;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeDouble(noise);
        out.writeDouble(spread);
        out.writeDouble(mean);
        out.writeDouble(coordinateMiss);
        out.writeDouble(serviceMs);
        out.writeDouble(noiseSeen);
        out.writeDouble(meansSeen);
        out.writeDouble(coordinatesSeen);
    }

    static Pool read(DataInputStream in) throws IOException {
        Pool pool = new Pool();
        pool.noise = PeerState.within("noise", in.readDouble(), 0, LOG_SQUARED_MAX);
        pool.spread = PeerState.within("spread", in.readDouble(), 0, LOG_SQUARED_MAX);
        pool.mean = PeerState.within("mean", in.readDouble(), -LOG_MAX, LOG_MAX);
        pool.coordinateMiss = PeerState.within("coordinateMiss", in.readDouble(), 0, LOG_SQUARED_MAX);
        double service = in.readDouble();
        pool.serviceMs = Double.isNaN(service) ? Double.NaN : PeerState.within("serviceMs", service, 0, 1e13);
        pool.noiseSeen = PeerState.within("noiseSeen", in.readDouble(), BEFORE, OBSERVATIONS);
        pool.meansSeen = PeerState.within("meansSeen", in.readDouble(), BEFORE, OBSERVATIONS);
        pool.coordinatesSeen = PeerState.within("coordinatesSeen", in.readDouble(), BEFORE, OBSERVATIONS);
        return pool;
    }
}
