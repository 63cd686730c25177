package pakit.training.peers;

import java.util.ArrayList;
import java.util.List;
import pakit.ml.peers.PeerSettings;

/// All policies in one scenario, the same requests to each.
public final class PeerComparison {
    private PeerComparison() {}

    /// In the order of the table: random first, Pakit's selector and the oracle last.
    public static List<Tally> of(Scenario scenario, PeerSettings settings) {
        int nodes = scenario.trips().nodes();
        List<Tally> tallies = new ArrayList<>();
        tallies.add(PeerReplay.play(scenario, "random", Baselines.Uniform::new));
        tallies.add(PeerReplay.play(scenario, "round robin", client -> new Baselines.RoundRobin()));
        tallies.add(PeerReplay.play(scenario, "EWMA", client -> new Baselines.Ewma(nodes, client)));
        tallies.add(PeerReplay.play(scenario, "P2C peak EWMA", client -> new Baselines.PowerOfTwo(nodes, client)));
        tallies.add(PeerReplay.play(scenario, "C3", client -> new C3(nodes, client)));
        tallies.add(PeerReplay.play(scenario, "Prequal", client -> new Prequal(nodes, Prequal.PROBES, client)));
        int probes = settings.probes();
        tallies.add(PeerReplay.play(
                scenario, "Prequal, " + probes + " probes", client -> new Prequal(nodes, probes, client)));
        tallies.add(PeerReplay.play(scenario, "Beta Thompson", client -> new BetaThompson(nodes, client)));
        tallies.add(PeerReplay.play(scenario, "LinTS", client -> new LinearThompson(nodes, client)));
        tallies.add(pakit(scenario, settings));
        tallies.add(PeerReplay.playOracle(scenario));
        return tallies;
    }

    static Tally pakit(Scenario scenario, PeerSettings settings) {
        String[] names = Selector.names(scenario.trips().nodes());
        return PeerReplay.play(scenario, "Pakit", client -> new Selector(settings, names, client));
    }
}
