package pakit.training.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import pakit.ml.peers.PeerSettings;

/// A short form of what docs/models/peer_selector.md reports.
class PeerComparisonTest {
    private static final Scenario WORLD =
            new Scenario("made", RoundTrips.made(40, 40, 1), 10_000, 900, 40, 100, 8, 0, 0, 1);

    @Test
    void theSelectorBeatsWhatIsPublishedAndNobodyBeatsTheOracle() {
        List<Tally> tallies = PeerComparison.of(WORLD, PeerSettings.DEFAULT);
        double pakit = mean(tallies, "Pakit");

        assertThat(tallies).hasSize(11).allSatisfy(tally -> {
            assertThat(tally.meanMs()).isGreaterThanOrEqualTo(mean(tallies, "oracle"));
            assertThat(tally.requests())
                    .isEqualTo(tallies.getFirst().requests())
                    .isGreaterThan(15_000);
        });
        assertThat(pakit).isLessThan(0.5 * mean(tallies, "random"));
        assertThat(tallies.subList(0, 9)).allSatisfy(tally -> assertThat(pakit).isLessThan(tally.meanMs()));
    }

    @Test
    void hedgesStayWithinTheirBudget() {
        Tally tally = PeerComparison.pakit(WORLD, PeerSettings.DEFAULT);

        assertThat(tally.hedges()).isLessThan((long) (0.07 * tally.requests()));
        assertThat(tally.firstOk()).isGreaterThan((long) (0.98 * tally.requests()));
    }

    @Test
    void liarsAndFlappersCostLittle() {
        double calm = PeerComparison.pakit(WORLD, PeerSettings.DEFAULT).meanMs();
        Scenario rough = WORLD.withTrouble(0.1, 0.05);

        assertThat(PeerComparison.pakit(rough, PeerSettings.DEFAULT).meanMs()).isLessThan(1.6 * calm);
    }

    @Test
    void aSeedMakesItReproducible() {
        Tally once = PeerComparison.pakit(WORLD, PeerSettings.DEFAULT);
        Tally again = PeerComparison.pakit(WORLD, PeerSettings.DEFAULT);

        assertThat(again.latenciesMs()).isEqualTo(once.latenciesMs());
        assertThat(again.probes()).isEqualTo(once.probes());
    }

    private static double mean(List<Tally> tallies, String policy) {
        return tallies.stream()
                .filter(tally -> tally.policy().equals(policy))
                .findFirst()
                .orElseThrow()
                .meanMs();
    }
}
