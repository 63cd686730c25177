package pakit.training.peers;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import pakit.ml.peers.Candidate;
import pakit.ml.peers.NetworkCoordinate;
import pakit.ml.peers.PeerContext;
import pakit.ml.peers.PeerOutcome;
import pakit.ml.peers.PeerReport;
import pakit.ml.peers.PeerSelector;
import pakit.ml.peers.PeerSettings;
import pakit.ml.peers.Selection;

/// The [PeerSelector] of Pakit as a policy.
final class Selector implements PeerPolicy {
    private static final double NANOS_PER_MS = 1e6;
    private static final PeerContext CONTEXT = new PeerContext((long) (Choice.TIMEOUT_MS * NANOS_PER_MS));

    private final PeerSelector selector;
    private final String[] names;
    private double nowMs;

    /// @param names of peers, by number
    Selector(PeerSettings settings, String[] names, long seed) {
        selector = new PeerSelector(settings, () -> (long) (nowMs * NANOS_PER_MS), new SplittableRandom(seed));
        this.names = names;
    }

    /// One that starts from a checkpoint.
    Selector(byte[] checkpoint, String[] names, long seed) {
        selector = PeerSelector.restore(checkpoint, () -> (long) (nowMs * NANOS_PER_MS), new SplittableRandom(seed));
        this.names = names;
    }

    byte[] teachings() {
        return selector.teachings();
    }

    /// What is known of each candidate.
    List<Candidate> known(int[] candidates, double now) {
        nowMs = now;
        return selector.candidates(named(candidates), CONTEXT);
    }

    private List<String> named(int[] candidates) {
        return Arrays.stream(candidates).mapToObj(peer -> names[peer]).toList();
    }

    static String[] names(int peers) {
        String[] names = new String[peers];
        Arrays.setAll(names, Integer::toString);
        return names;
    }

    @Override
    public Choice choose(int[] candidates, double now) {
        nowMs = now;
        Selection selection = selector.select(named(candidates), CONTEXT);
        return new Choice(
                numbers(selection.order()),
                selection.hedgeAfterNanos() / NANOS_PER_MS,
                selection.timeoutNanos() / NANOS_PER_MS,
                numbers(selection.probes()));
    }

    private static int[] numbers(List<String> peers) {
        return peers.stream().mapToInt(Integer::parseInt).toArray();
    }

    @Override
    public void sent(int peer, double now) {
        nowMs = now;
        selector.sent(names[peer]);
    }

    @Override
    public void answered(int peer, double latencyMs, Report report, double now) {
        record(peer, new PeerOutcome.Answered(nanos(latencyMs), report(report)), now);
    }

    @Override
    public void late(int peer, double latencyMs, Report report, double now) {
        record(peer, new PeerOutcome.Late(nanos(latencyMs), report(report)), now);
    }

    @Override
    public void failed(int peer, double waitedMs, double now) {
        record(peer, new PeerOutcome.Failed(nanos(waitedMs)), now);
    }

    @Override
    public void probed(int peer, double roundTripMs, Report report, double now) {
        record(peer, new PeerOutcome.Probed(nanos(roundTripMs), report(report)), now);
    }

    @Override
    public void unheard(int peer, double waitedMs, double now) {
        record(peer, new PeerOutcome.Unheard(nanos(waitedMs)), now);
    }

    private void record(int peer, PeerOutcome outcome, double now) {
        nowMs = now;
        selector.record(names[peer], outcome);
    }

    @Override
    public boolean hedge() {
        return selector.hedge();
    }

    @Override
    public NetworkCoordinate coordinate() {
        return selector.coordinate();
    }

    @Override
    public void introduced(int peer, NetworkCoordinate coordinate) {
        selector.introduce(names[peer], coordinate);
    }

    private static PeerReport report(Report report) {
        return new PeerReport(
                nanosOrZero(report.waitedMs()),
                nanosOrZero(report.backlogMs()),
                nanosOrZero(report.serviceMs()),
                report.coordinate());
    }

    private static long nanos(double ms) {
        return Math.max(1, nanosOrZero(ms));
    }

    private static long nanosOrZero(double ms) {
        return (long) (ms * NANOS_PER_MS);
    }
}
