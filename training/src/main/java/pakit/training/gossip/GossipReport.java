package pakit.training.gossip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;
import pakit.ml.gossip.NetworkOptimizer;
import pakit.ml.models.Metric;
import pakit.training.Report;

/// How an optimizer fares in networks that it was not taught in.
final class GossipReport {
    private static final double[][] WEATHERS = {{0, 0}, {0.01, 0.05}, {0.05, 0.2}};
    private static final int[] PAYLOADS = {300, 256 << 10};
    private static final double CHURN = 0.01;
    private static final double UPLINK = 100e6;
    private static final int FIRST_SEED = 1_000;

    private final BiFunction<Integer, Long, Delays> delays;
    private final int messages;
    private final List<GossipWorld> worlds;

    /// @param delays of so many nodes, by seed
    GossipReport(BiFunction<Integer, Long, Delays> delays, GossipScale scale, long seed) {
        this.delays = delays;
        this.messages = scale.judgedMessages();
        this.worlds = worlds(scale.judgedNodes(), seed + FIRST_SEED);
    }

    private static List<GossipWorld> worlds(List<Integer> sizes, long seed) {
        List<GossipWorld> worlds = new ArrayList<>();
        for (int nodes : sizes) {
            for (double[] weather : WEATHERS) {
                for (int payload : PAYLOADS) {
                    worlds.add(new GossipWorld(
                            nodes, weather[0], weather[1], CHURN, payload, UPLINK, seed + worlds.size()));
                }
            }
        }
        return worlds;
    }

    private record Judged(GossipWorld world, GossipComparison figures) {
        double bytes() {
            return figures.pakit().bytesPerNode();
        }

        double savedPercent() {
            return 100 * (1 - bytes() / figures.flood().bytesPerNode());
        }

        double abovePercent() {
            return 100 * (bytes() / figures.bestFixed().bytesPerNode() - 1);
        }

        List<String> row() {
            String network = String.format(
                    Locale.ROOT,
                    "%d nodes, loss %.0f %%, gone %.0f %%, %d B",
                    world.nodes(),
                    100 * world.lossShare(),
                    100 * world.deadShare(),
                    world.payloadBytes());
            return List.of(
                    network,
                    words("%.0f", figures.flood().bytesPerNode()),
                    words("%.0f", figures.bestFixed().bytesPerNode()),
                    words("%.0f", bytes()),
                    words("%.3f", 100 * figures.pakit().coverage()),
                    words("%.2f", 100 * figures.pakit().coverageMin()));
        }
    }

    /// @param state of the optimizer; each network starts from it
    Report of(byte[] state, Map<String, String> data, Steps.Told told) {
        Steps steps = new Steps(worlds.size(), told);
        List<Judged> judged = steps.map(
                worlds,
                world -> new Judged(
                        world,
                        GossipComparison.of(
                                world,
                                delays.apply(world.nodes(), world.seed()),
                                messages,
                                NetworkOptimizer.restore(state))));
        double worst = judged.stream()
                .mapToDouble(one -> one.figures().pakit().coverage())
                .min()
                .orElseThrow();
        return new Report(
                judged.size() + " networks",
                List.of("NETWORK", ">PUSH B/NODE", ">BEST FIXED", ">PAKIT", ">COVERED %", ">WORST %"),
                judged.stream().map(Judged::row).toList(),
                Map.of(
                        "savedPercent", mean(judged, Judged::savedPercent),
                        "aboveBestFixedPercent", mean(judged, Judged::abovePercent),
                        "coverageWorstNetwork", Metric.exact(worst)),
                Map.of("push6x10.savedPercent", Metric.exact(0)),
                data);
    }

    /// Over networks.
    private static Metric mean(List<Judged> judged, ToDoubleFunction<Judged> figure) {
        double[] values = judged.stream().mapToDouble(figure).toArray();
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return Metric.mean(mean, Math.sqrt(squares / (values.length - 1) / values.length));
    }

    private static String words(String format, double figure) {
        return String.format(Locale.ROOT, format, figure);
    }
}
