package pakit.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import pakit.ml.peers.PeerSettings;
import pakit.training.peers.PeerComparison;
import pakit.training.peers.RoundTrips;
import pakit.training.peers.Scenario;
import pakit.training.peers.Tally;

/// Ways to choose peers over round-trip times of real nodes: on the halves of the traces that nobody tuned on.
final class PeerTraces {
    private static final String SEATTLE = "seattle_rtt_seconds_t001-400_99x99.f32le.gz";
    private static final String PLANETLAB = "planetlab_rtt_ms_t01-09_490x490.f32le.gz";

    private PeerTraces() {}

    /// Nothing if the traces are not there.
    static List<String> measure(Optional<Path> data) {
        if (data.isEmpty() || !Files.exists(data.get().resolve(SEATTLE))) {
            System.err.println("peers: no " + SEATTLE + " and " + PLANETLAB + "; say where they are by --data DIR");
            return List.of();
        }
        RoundTrips seattle =
                RoundTrips.read(data.get().resolve(SEATTLE), 99, 400, 0.001).slices(200, 400);
        RoundTrips planetlab =
                RoundTrips.read(data.get().resolve(PLANETLAB), 490, 9, 1).slices(5, 9);
        Scenario light = new Scenario("Seattle, load 3 %", seattle, 11_000, 1_300, 40, 400, 8, 0, 0, 2);
        Scenario heavy = new Scenario("Seattle, load 45 %", seattle, 11_000, 690, 300, 400, 8, 0, 0, 2);
        Scenario sparse = new Scenario("PlanetLab, load 2 %", planetlab, 270_000, 2_000, 40, 400, 8, 0, 0, 1);
        List<String> table = new ArrayList<>();
        table.add("| | mean ms | p50 | p99 | to random | regret ms | no time-out % | answered % | extra % |");
        table.add("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        for (Scenario scenario : List.of(light, heavy, sparse)) {
            add(table, scenario.name(), scenario);
        }
        add(table, "Seattle, load 3 %, a tenth of the nodes flapping", light.withTrouble(0.1, 0));
        add(table, "Seattle, load 3 %, one node in fifty lying", light.withTrouble(0, 0.02));
        return table;
    }

    private static void add(List<String> table, String name, Scenario scenario) {
        List<Tally> tallies = PeerComparison.of(scenario, PeerSettings.DEFAULT);
        double random = tallies.getFirst().meanMs();
        double oracle = tallies.getLast().meanMs();
        table.add("| **" + name + "** | | | | | | | | |");
        for (Tally tally : tallies) {
            double requests = tally.requests();
            table.add(String.format(
                    Locale.ROOT,
                    "| %s | %,.0f | %,.0f | %,.0f | %+.0f %% | %,.0f | %.2f | %.3f | %.1f |",
                    tally.policy(),
                    tally.meanMs(),
                    tally.percentileMs(0.5),
                    tally.percentileMs(0.99),
                    100 * (tally.meanMs() / random - 1),
                    tally.meanMs() - oracle,
                    100 * tally.firstOk() / requests,
                    100 * tally.ok() / requests,
                    100 * (tally.hedges() + tally.retries()) / requests));
        }
    }
}
