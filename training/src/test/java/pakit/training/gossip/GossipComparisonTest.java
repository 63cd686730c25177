package pakit.training.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import pakit.ml.gossip.NetworkOptimizer;

/// A short form of what docs/models/network_optimizer.md reports.
class GossipComparisonTest {
    private static final int BLOCK = 256 << 10;
    private static byte[] trained = {};

    @BeforeAll
    static void train() {
        trained = new GossipTraining(Delays::made, List.of(100, 500), 5, 1)
                .train()
                .checkpoint();
    }

    @Test
    void blocksCostAQuarterOfPushingAtMost() {
        GossipComparison figures = compare(new GossipWorld(500, 0.05, 0.2, 0.01, BLOCK, 100e6, 9));

        assertThat(figures.pakit().bytesPerNode())
                .isLessThan(0.25 * figures.flood().bytesPerNode())
                .isLessThan(1.05 * figures.bestFixed().bytesPerNode());
        assertThat(figures.pakit().covers()).isTrue();
        assertThat(figures.flood().covers()).isFalse();
    }

    @Test
    void smallMessagesCostLessThanHalf() {
        GossipComparison figures = compare(new GossipWorld(500, 0.01, 0.05, 0.01, 300, 100e6, 9));

        assertThat(figures.pakit().bytesPerNode())
                .isLessThan(0.45 * figures.flood().bytesPerNode());
        assertThat(figures.pakit().covers()).isTrue();
        assertThat(figures.learned().covers())
                .as("coverage by bytes teaches the wrong thing")
                .isFalse();
        assertThat(figures.learned().bytesPerNode())
                .isGreaterThan(figures.pakit().bytesPerNode());
    }

    @Test
    void aChangeOfWeatherIsFollowedWithinTwentyMessages() {
        Delays delays = Delays.made(500, 2);
        GossipNetwork network = new GossipNetwork(new GossipWorld(500, 0, 0, 0.01, 300, 100e6, 2), delays);
        GossipSession session = new GossipSession(
                network,
                NetworkOptimizer.restore(trained),
                Delays.meanRoundTripMs(delays, 500, 2),
                Double.POSITIVE_INFINITY);
        session.play(30);
        network.weather(0.05, 0.2);
        List<GossipSession.Played> change = session.play(20);
        List<GossipSession.Played> after = session.play(20);

        assertThat(change)
                .allSatisfy(one -> assertThat(one.broadcast().coverage()).isGreaterThan(0.98));
        assertThat(after)
                .allSatisfy(one -> assertThat(one.broadcast().coverage()).isGreaterThan(0.995));
        assertThat(after.getLast().params().meshDegree())
                .isGreaterThan(change.getFirst().params().meshDegree());
    }

    @Test
    void trainingIsReproducible() {
        assertThat(new GossipTraining(Delays::made, List.of(100), 1, 3).train().checkpoint())
                .isEqualTo(new GossipTraining(Delays::made, List.of(100), 1, 3)
                        .train()
                        .checkpoint());
    }

    private static GossipComparison compare(GossipWorld world) {
        return GossipComparison.of(
                world, Delays.made(world.nodes(), world.seed()), 60, NetworkOptimizer.restore(trained));
    }
}
