package pakit.training.peers;

/// Knows the way, the queue and who will be up; what nobody can reach.
final class Oracle implements PeerPolicy {
    private final int client;
    private final World world;
    private final double[] freeAtMs;

    Oracle(int client, World world, double[] freeAtMs) {
        this.client = client;
        this.world = world;
        this.freeAtMs = freeAtMs;
    }

    @Override
    public Choice choose(int[] candidates, double nowMs) {
        return Choice.of(Baselines.byScore(candidates.clone(), peer -> costMs(peer, nowMs)));
    }

    /// What asking `peer` now would take.
    double costMs(int peer, double nowMs) {
        double tripMs = world.roundTripMs(client, peer, nowMs);
        double arrivalMs = nowMs + tripMs / 2;
        double doneMs = Math.max(arrivalMs, freeAtMs[peer]) + world.meanServiceMs(peer, nowMs);
        double held = world.lies(peer) ? Scenario.LIE_MS : 0;
        boolean up = world.isUp(peer, arrivalMs) && world.isUp(peer, doneMs);
        return doneMs + held + tripMs / 2 - nowMs + (up ? 0 : Choice.TIMEOUT_MS);
    }
}
