package pakit.ml.peers;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// What is believed of one peer. Latency without queueing is log-normal with an unknown mean: its posterior is kept as
/// decayed sums, so that old observations fade (discounted Thompson sampling: Raj and Kalyani 2017, on log-latencies).
/// What waits at the peer, what this node has under way there, and whether it answers at all are kept apart, because
/// they change within seconds. Guarded by its selector.
final class Arm {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double LOG_2 = Math.log(2);
    /// Share of requests that fail at a peer of which nothing is known, and how many requests that is worth.
    private static final double FAILURES_PRIOR = 0.01;

    private static final double FAILURES_PRIOR_WEIGHT = 20;
    /// How sure one silence makes that the peer is gone: nodes are down a few per cent of the time, messages get lost
    /// one in two hundred times.
    private static final double SUSPICION_OF_ONE_SILENCE = 0.85;

    /// Bounds on what is read: any figure of a real peer is far below.
    private static final double FIGURE_MAX = 1e15;

    private static final double AGE_MAX = 1e18;

    private final PeerSettings settings;

    private double weight;
    private double mean;
    private long decayedAtNanos;

    private double backlogMs;
    private double backlogMeanMs;
    private long backlogAtNanos;
    private double serviceMs = Double.NaN;

    private double requests;
    private double failures;
    private double suspicion;
    private long suspicionAtNanos;

    private int inFlight;
    private long heardAtNanos;
    private long probedAtNanos;
    private @Nullable NetworkCoordinate coordinate;

    Arm(PeerSettings settings, long now) {
        this.settings = settings;
        decayedAtNanos = now;
        backlogAtNanos = now;
        suspicionAtNanos = now;
        heardAtNanos = now - (long) (settings.probeSeconds() * NANOS_PER_SECOND) - 1;
        probedAtNanos = heardAtNanos;
    }

    void sent() {
        inFlight++;
    }

    void placed(NetworkCoordinate there) {
        coordinate = there;
    }

    /// A probe is under way, and no second one is wanted.
    void probed(long now) {
        probedAtNanos = now;
    }

    void ended() {
        inFlight = Math.max(0, inFlight - 1);
    }

    /// The log of a latency in milliseconds, queueing taken out.
    void learn(double logMs, double worth, long now) {
        fade(now);
        weight += worth;
        mean += worth / weight * (logMs - mean);
    }

    private void fade(long now) {
        double kept = half(now - decayedAtNanos, settings.memorySeconds());
        weight *= kept;
        requests *= kept;
        failures *= kept;
        decayedAtNanos = now;
    }

    void heard(@Nullable PeerReport report, long now) {
        heardAtNanos = now;
        requests++;
        suspicion = 0;
        if (report != null) {
            backlogMs = report.backlogNanos() / 1e6;
            backlogMeanMs += (backlogMs - backlogMeanMs) * 0.1;
            backlogAtNanos = now;
            serviceMs = report.serviceNanos() / 1e6;
            if (report.coordinate() != null) {
                coordinate = report.coordinate();
            }
        }
    }

    void failed(long now) {
        fade(now);
        requests++;
        failures++;
        double before = suspicion(now);
        suspicion = 1 - (1 - before) * (1 - SUSPICION_OF_ONE_SILENCE);
        suspicionAtNanos = now;
    }

    /// The chance that a request sent now is not answered.
    double failureShare(long now) {
        double base = (failures + FAILURES_PRIOR * FAILURES_PRIOR_WEIGHT) / (requests + FAILURES_PRIOR_WEIGHT);
        return Math.max(base, suspicion(now));
    }

    private double suspicion(long now) {
        return suspicion == 0 ? 0 : suspicion * half(now - suspicionAtNanos, settings.suspicionSeconds());
    }

    /// What a request sent now will wait for at the peer: the backlog that it reported, fading to its mean, and what
    /// this node has sent since.
    double waitMs(long now) {
        double kept = Math.exp(-(now - backlogAtNanos) / NANOS_PER_SECOND / settings.backlogSeconds());
        double backlog = backlogMeanMs + (backlogMs - backlogMeanMs) * kept;
        return backlog + (Double.isNaN(serviceMs) ? 0 : inFlight * serviceMs);
    }

    /// Observations that count today.
    double weight(long now) {
        return weight * half(now - decayedAtNanos, settings.memorySeconds());
    }

    double mean() {
        return mean;
    }

    boolean isStale(long now) {
        return now - Math.max(heardAtNanos, probedAtNanos) > settings.probeSeconds() * NANOS_PER_SECOND;
    }

    @Nullable
    NetworkCoordinate coordinate() {
        return coordinate;
    }

    double serviceMs() {
        return serviceMs;
    }

    /// What is under way is not kept: it does not outlive the process.
    void write(long now, DataOutputStream out) throws IOException {
        for (double figure :
                new double[] {weight, mean, backlogMs, backlogMeanMs, serviceMs, requests, failures, suspicion}) {
            out.writeDouble(figure);
        }
        for (long at : new long[] {decayedAtNanos, backlogAtNanos, suspicionAtNanos, heardAtNanos, probedAtNanos}) {
            out.writeLong(now - at);
        }
        out.writeBoolean(coordinate != null);
        if (coordinate != null) {
            PeerState.write(coordinate, out);
        }
    }

    static Arm read(PeerSettings settings, long now, DataInputStream in) throws IOException {
        Arm arm = new Arm(settings, now);
        arm.weight = PeerState.within("weight", in.readDouble(), 0, FIGURE_MAX);
        arm.mean = PeerState.within("mean", in.readDouble(), -FIGURE_MAX, FIGURE_MAX);
        arm.backlogMs = PeerState.within("backlogMs", in.readDouble(), 0, FIGURE_MAX);
        arm.backlogMeanMs = PeerState.within("backlogMeanMs", in.readDouble(), 0, FIGURE_MAX);
        double service = in.readDouble();
        arm.serviceMs = Double.isNaN(service) ? Double.NaN : PeerState.within("serviceMs", service, 0, FIGURE_MAX);
        arm.requests = PeerState.within("requests", in.readDouble(), 0, FIGURE_MAX);
        arm.failures = PeerState.within("failures", in.readDouble(), 0, arm.requests);
        arm.suspicion = PeerState.within("suspicion", in.readDouble(), 0, 1);
        arm.decayedAtNanos = now - age(in);
        arm.backlogAtNanos = now - age(in);
        arm.suspicionAtNanos = now - age(in);
        arm.heardAtNanos = now - age(in);
        arm.probedAtNanos = now - age(in);
        arm.coordinate = in.readBoolean() ? PeerState.place(in) : null;
        return arm;
    }

    private static long age(DataInputStream in) throws IOException {
        long nanos = in.readLong();
        PeerState.within("age in nanoseconds", nanos, 0, AGE_MAX);
        return nanos;
    }

    private static double half(long nanos, double halfLifeSeconds) {
        return Math.exp(-Math.max(0, nanos) / NANOS_PER_SECOND * (LOG_2 / halfLifeSeconds));
    }
}
