package pakit.ml.peers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Ranks the peers that hold a block by how long an answer will take, and learns from each answer.
///
/// Each peer is an arm of a bandit: its latency without queueing is log-normal around an unknown mean, of which old
/// observations fade. A peer costs what its posterior mean says, plus what is known to wait there, weighed with the
/// chance of silence; the cheapest is asked. What a peer is believed to be before it is known comes from network
/// coordinates, else from all other peers.
///
/// Requests do not explore: probes do, which cost next to nothing. They are aimed by Thompson sampling: for each
/// candidate a mean is drawn from its posterior, and those that look best by the draw and were not heard of for a while
/// are probed. On real round-trip times this beats drawing the choice itself by a tenth (docs/models/peer_selector.md).
///
/// Hedging is paid from a bucket of tokens that fills with each request, so that trouble everywhere does not double the
/// load.
///
/// Thread-safe; one lock, held for a few microseconds, never while waiting.
public final class PeerSelector {
    private static final double NANOS_PER_MS = 1e6;
    static final double HEDGE_TOKENS_MAX = 20;
    /// A new node knows nobody and meets those who are gone.
    private static final double HEDGE_TOKENS_AT_FIRST = 6;
    /// The round trip of a probe and the mean time of work tell less than an answer does.
    private static final double WORTH_OF_A_PROBE = 0.5;
    /// No peer can make its own part of a latency vanish by claiming to have made the request wait.
    private static final double OWN_PART_MIN = 0.05;

    private final PeerSettings settings;
    private final LongSupplier nanoTime;
    private final RandomGenerator random;
    private final Pool pool;
    private final Scoring scoring;
    private final Map<String, Arm> arms;

    private NetworkCoordinate place;
    private double hedgeTokens = HEDGE_TOKENS_AT_FIRST;

    /// One that knows nobody.
    ///
    /// @param nanoTime a clock like [System#nanoTime]
    /// @param random the selector's own: it is used under the selector's lock
    public PeerSelector(PeerSettings settings, LongSupplier nanoTime, RandomGenerator random) {
        this(
                new PeerState(
                        settings,
                        NetworkCoordinate.unknown(random.nextLong()),
                        HEDGE_TOKENS_AT_FIRST,
                        new Pool(),
                        Map.of()),
                nanoTime,
                random);
    }

    private PeerSelector(PeerState state, LongSupplier nanoTime, RandomGenerator random) {
        settings = state.settings();
        this.nanoTime = nanoTime;
        this.random = random;
        place = state.place();
        hedgeTokens = state.hedgeTokens();
        pool = state.pool();
        scoring = new Scoring(settings, pool);
        arms = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Arm> eldest) {
                return size() > settings.peersMax();
            }
        };
        arms.putAll(state.arms());
    }

    /// One that knows what another did when it made this [#checkpoint]; the time between does not count.
    ///
    /// @throws pakit.error.PakitException.Corrupt if it is none
    public static PeerSelector restore(byte[] checkpoint, LongSupplier nanoTime, RandomGenerator random) {
        return new PeerSelector(PeerState.read(checkpoint, nanoTime.getAsLong()), nanoTime, random);
    }

    /// All that was learnt, settings included; the same knowledge gives the same bytes. Requests under way are not
    /// kept.
    public synchronized byte[] checkpoint() {
        return new PeerState(settings, place, hedgeTokens, pool, arms).write(nanoTime.getAsLong());
    }

    /// What was learnt of peers in general, settings included: a checkpoint for a selector in any place, that knows
    /// nobody yet.
    public synchronized byte[] teachings() {
        return new PeerState(settings, NetworkCoordinate.unknown(0), HEDGE_TOKENS_AT_FIRST, pool, Map.of())
                .write(nanoTime.getAsLong());
    }

    /// What is known of each of `peers`, as it would be ranked now.
    public synchronized List<Candidate> candidates(List<String> peers, PeerContext context) {
        long now = nanoTime.getAsLong();
        double timeoutMsMax = context.timeoutNanosMax() / NANOS_PER_MS;
        return peers.stream()
                .map(peer -> candidate(arm(peer, now), timeoutMsMax, now))
                .toList();
    }

    private Candidate candidate(Arm arm, double timeoutMsMax, long now) {
        return new Candidate(
                arm.mean(), arm.weight(now), distanceMs(arm), arm.waitMs(now), arm.failureShare(now), timeoutMsMax);
    }

    /// 0 where it is not known.
    private double distanceMs(Arm arm) {
        NetworkCoordinate there = arm.coordinate();
        if (there == null || place.error() >= 1) {
            return 0;
        }
        double service = Double.isNaN(arm.serviceMs()) ? pool.serviceMs() : arm.serviceMs();
        return place.distanceMs(there) + service;
    }

    /// Orders `peers`, none of which is there twice.
    ///
    /// @throws IllegalArgumentException if there are none
    public synchronized Selection select(List<String> peers, PeerContext context) {
        if (peers.isEmpty()) {
            throw new IllegalArgumentException("there must be a peer to select from");
        }
        long now = nanoTime.getAsLong();
        double timeoutMsMax = context.timeoutNanosMax() / NANOS_PER_MS;
        Ranking expected = new Ranking(peers.size());
        Ranking drawn = new Ranking(peers.size());
        for (int i = 0; i < peers.size(); i++) {
            Arm arm = arm(peers.get(i), now);
            Candidate candidate = candidate(arm, timeoutMsMax, now);
            double mean = scoring.mean(candidate);
            double luck = random.nextGaussian();
            expected.add(i, scoring.costMs(candidate, mean));
            if (arm.isStale(now)) { // nobody else can be probed
                drawn.add(i, scoring.costMs(candidate, mean + scoring.doubt(candidate) * luck));
            }
        }
        hedgeTokens = Math.min(HEDGE_TOKENS_MAX, hedgeTokens + settings.hedgeShare());
        List<String> order = expected.of(peers);
        return selection(order, probes(order.getFirst(), drawn.of(peers), now), timeoutMsMax, now);
    }

    private Selection selection(List<String> order, List<String> probes, double timeoutMsMax, long now) {
        Candidate first = candidate(arm(order.getFirst(), now), timeoutMsMax, now);
        return new Selection(
                order, nanos(scoring.hedgeMs(first, hedgeDeviations())), nanos(scoring.timeoutMs(first)), probes);
    }

    /// How late an answer must be to be worth a hedge: later the fewer tokens are left, so that they last for those
    /// that will never be answered.
    private double hedgeDeviations() {
        double spent = 1 - hedgeTokens / HEDGE_TOKENS_MAX;
        return settings.hedgeDeviationsMin() + spent * (settings.hedgeDeviationsMax() - settings.hedgeDeviationsMin());
    }

    private List<String> probes(String first, List<String> drawn, long now) {
        List<String> probes = new ArrayList<>(settings.probes());
        for (String peer : drawn) {
            if (probes.size() < settings.probes() && !peer.equals(first)) {
                probes.add(peer);
                arm(peer, now).probed(now);
            }
        }
        return probes;
    }

    /// Whether a second peer may be asked now; if so, it has been paid for.
    public synchronized boolean hedge() {
        if (hedgeTokens < 1) {
            return false;
        }
        hedgeTokens--;
        return true;
    }

    /// A request is under way to `peer`. Each call is followed by one [PeerOutcome.Answered] or [PeerOutcome.Failed].
    public synchronized void sent(String peer) {
        arm(peer, nanoTime.getAsLong()).sent();
    }

    /// Where `peer` sees itself, as others told.
    public synchronized void introduce(String peer, NetworkCoordinate coordinate) {
        arm(peer, nanoTime.getAsLong()).placed(coordinate);
    }

    /// What came of a request or a probe.
    public synchronized void record(String peer, PeerOutcome outcome) {
        long now = nanoTime.getAsLong();
        Arm arm = arm(peer, now);
        switch (outcome) {
            case PeerOutcome.Answered answered -> {
                arm.ended();
                answered(arm, answered.latencyNanos(), answered.report(), now);
            }
            case PeerOutcome.Late late -> answered(arm, late.latencyNanos(), late.report(), now);
            case PeerOutcome.Probed probed -> {
                PeerReport report = probed.report();
                arm.heard(report, now);
                learn(arm, (probed.roundTripNanos() + report.serviceNanos()) / NANOS_PER_MS, WORTH_OF_A_PROBE, now);
                move(arm, probed.roundTripNanos() / NANOS_PER_MS);
            }
            case PeerOutcome.Unheard unheard -> arm.failed(now);
            case PeerOutcome.Failed failed -> {
                arm.ended();
                arm.failed(now);
            }
        }
    }

    private void answered(Arm arm, long latencyNanos, @Nullable PeerReport report, long now) {
        arm.heard(report, now);
        long waited = report == null ? 0 : report.waitedNanos();
        double ownMs = Math.max(latencyNanos - waited, latencyNanos * OWN_PART_MIN) / NANOS_PER_MS;
        learn(arm, ownMs, 1, now);
        if (report != null) {
            pool.service(report.serviceNanos() / NANOS_PER_MS);
            double roundTripMs = ownMs - report.serviceNanos() / NANOS_PER_MS;
            if (roundTripMs > 0) {
                move(arm, roundTripMs);
            }
        }
    }

    private void learn(Arm arm, double ownMs, double worth, long now) {
        double log = Math.log(ownMs);
        double weight = arm.weight(now);
        if (weight > 1) {
            pool.observed(log - arm.mean(), weight);
        }
        if (arm.coordinate() != null && place.error() < 1) {
            pool.coordinateMissed(log - Math.log(distanceMs(arm)));
        }
        pool.mean(log);
        arm.learn(log, worth, now);
    }

    private void move(Arm arm, double roundTripMs) {
        NetworkCoordinate there = arm.coordinate();
        if (there != null) {
            place = place.after(there, roundTripMs);
        }
    }

    /// Where this node is; send it along with answers, so that others can tell how far they are.
    public synchronized NetworkCoordinate coordinate() {
        return place;
    }

    /// How many peers are remembered.
    synchronized int peers() {
        return arms.size();
    }

    private Arm arm(String peer, long now) {
        Arm arm = arms.get(peer);
        if (arm == null) {
            arm = new Arm(settings, now);
            arms.put(peer, arm);
        }
        return arm;
    }

    private static long nanos(double ms) {
        return Math.max(1, (long) (ms * NANOS_PER_MS));
    }
}
