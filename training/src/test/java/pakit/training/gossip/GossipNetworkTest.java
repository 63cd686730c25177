package pakit.training.gossip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import pakit.hint.GossipMode;
import pakit.hint.GossipParams;
import pakit.ml.gossip.CoverageAudit;
import pakit.training.peers.RoundTrips;

class GossipNetworkTest {
    private static final int BLOCK = 256 << 10;
    private static final double FAST = 1e9;
    private static final GossipWorld CALM = new GossipWorld(400, 0, 0, 0, BLOCK, FAST, 1);
    private static final GossipWorld ROUGH = new GossipWorld(400, 0.05, 0.2, 0.01, BLOCK, FAST, 1);

    @Test
    void aSeedMakesItReproducible() {
        List<Broadcast> once = play(ROUGH, 10, network -> network.spread(params(GossipMode.HYBRID, 6)));
        List<Broadcast> again = play(ROUGH, 10, network -> network.spread(params(GossipMode.HYBRID, 6)));
        List<Broadcast> other = play(ROUGH.withSeed(2), 10, network -> network.spread(params(GossipMode.HYBRID, 6)));

        assertThat(again).isEqualTo(once).isNotEqualTo(other);
    }

    @Test
    void pushingSendsFanoutCopiesANodeAndMissesSome() {
        List<Broadcast> calm = play(CALM, 20, network -> network.flood(6, 10));
        List<Broadcast> fewer = play(CALM, 20, network -> network.flood(4, 8));

        assertThat(mean(calm, GossipNetworkTest::payloads)).isBetween(5.7, 6.1);
        assertThat(mean(calm, Broadcast::coverage)).isBetween(0.995, 1.0);
        assertThat(mean(fewer, Broadcast::coverage)).isBetween(0.9, 0.995);
        assertThat(calm).allSatisfy(one -> assertThat(one.controls()).isZero());
    }

    @Test
    void pullingBringsOneCopyToEachNodeOfACalmNetwork() {
        assertThat(play(CALM, 10, network -> network.spread(params(GossipMode.LAZY, 6))))
                .allSatisfy(one -> {
                    assertThat(one.coverage()).isEqualTo(1);
                    assertThat(one.payloads()).isEqualTo(399);
                    assertThat(one.bytesPerNode()).isCloseTo(BLOCK, within(0.01 * BLOCK));
                });
    }

    @Test
    void pullingGetsOverLossAndAbsence() {
        List<Broadcast> rough = play(ROUGH, 20, network -> network.spread(params(GossipMode.LAZY, 8)));

        assertThat(mean(rough, Broadcast::coverage)).isGreaterThan(0.999);
        assertThat(mean(rough, GossipNetworkTest::payloads)).isBetween(1.0, 1.1);
    }

    @Test
    void eagerMeshesAreQuickAndDear() {
        List<Broadcast> eager = play(CALM, 5, network -> network.spread(params(GossipMode.EAGER, 6)));
        List<Broadcast> lazy = play(CALM, 5, network -> network.spread(params(GossipMode.LAZY, 6)));

        assertThat(mean(eager, Broadcast::p99Ms)).isLessThan(0.6 * mean(lazy, Broadcast::p99Ms));
        assertThat(mean(eager, GossipNetworkTest::payloads)).isBetween(4.0, 6.0);
    }

    @Test
    void aTreeIsPrunedByTheFirstMessagesAndHeals() {
        GossipNetwork network = new GossipNetwork(CALM, Delays.made(400, 1));
        GossipParams params = params(GossipMode.HYBRID, 6);
        assertThat(payloads(network.spread(params))).isGreaterThan(4);
        for (int i = 0; i < 10; i++) {
            network.spread(params);
        }
        assertThat(payloads(network.spread(params))).isBetween(0.99, 1.03);

        network.weather(0.01, 0.1);
        for (int i = 0; i < 5; i++) {
            assertThat(network.spread(params).coverage()).isGreaterThan(0.99);
        }
    }

    @Test
    void aSlowUplinkTakesItsTime() {
        GossipWorld slow = new GossipWorld(400, 0, 0, 0, BLOCK, 1e6, 1);
        GossipParams patient = new GossipParams(GossipMode.LAZY, 0, 6, 0, 500, 10_000, 6, 10);
        double fast = mean(play(CALM, 3, network -> network.spread(patient)), Broadcast::p99Ms);

        assertThat(mean(play(slow, 3, network -> network.spread(patient)), Broadcast::p99Ms))
                .isGreaterThan(fast + 3 * BLOCK / 1e3);
    }

    @Test
    void heartbeatsReachWhomTheMeshDoesNot() {
        GossipWorld harsh = new GossipWorld(400, 0.1, 0.4, 0.01, 300, FAST, 3);
        GossipParams without = params(GossipMode.LAZY, 5);
        GossipParams with = new GossipParams(GossipMode.LAZY, 0, 5, 2, 500, 500, 6, 10);

        assertThat(mean(play(harsh, 10, network -> network.spread(with)), Broadcast::coverage))
                .isGreaterThan(mean(play(harsh, 10, network -> network.spread(without)), Broadcast::coverage));
    }

    @Test
    void auditsTellWhatIsMissingWithoutLookingAtTheTruth() {
        GossipNetwork network = new GossipNetwork(ROUGH, Delays.made(400, 1));
        Broadcast bad = new Broadcast(320, 240, 0, 0, 1, 1, 1);
        CoverageAudit audit = network.audit(4_000, bad);

        assertThat((double) audit.missing() / audit.answered()).isCloseTo(0.25, within(0.04));
        assertThat((double) audit.answered() / audit.asked()).isCloseTo(0.8, within(0.06));
        assertThat(audit.atSecondTry()).isBetween(100, 500);
        assertThat(audit.messages()).isGreaterThan(8_000);
    }

    @Test
    void measuredRoundTripsAreHalvedAndShared() {
        RoundTrips trips = new RoundTrips(2, new float[][] {{0, 100, 60, 0}});
        Delays delays = Delays.of(trips, 0);

        assertThat(delays.oneWayMs(0, 1)).isEqualTo(50);
        assertThat(delays.oneWayMs(3, 2)).isEqualTo(30);
        assertThat(delays.oneWayMs(0, 2)).isEqualTo(1);
    }

    @Test
    void impossibleWorldsAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GossipWorld(10, 0, 0, 0, 1, 1, 1))
                .withMessageContaining("nodes must be 32");
        assertThatIllegalArgumentException().isThrownBy(() -> CALM.with(1, 0)).withMessageContaining("lossShare");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GossipWorld(100, 0, 0, 0, 1, 0, 1))
                .withMessageContaining("uplinkBytesPerSecond");
    }

    private static GossipParams params(GossipMode mode, int degree) {
        return new GossipParams(mode, mode == GossipMode.EAGER ? degree : 0, degree, 0, 500, 500, 6, 10);
    }

    private static List<Broadcast> play(GossipWorld world, int messages, Function<GossipNetwork, Broadcast> way) {
        GossipNetwork network = new GossipNetwork(world, Delays.made(world.nodes(), world.seed()));
        List<Broadcast> broadcasts = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            broadcasts.add(way.apply(network));
        }
        return broadcasts;
    }

    private static double payloads(Broadcast one) {
        return (double) one.payloads() / one.alive();
    }

    private static double mean(List<Broadcast> all, java.util.function.ToDoubleFunction<Broadcast> figure) {
        return all.stream().mapToDouble(figure).average().orElseThrow();
    }
}
