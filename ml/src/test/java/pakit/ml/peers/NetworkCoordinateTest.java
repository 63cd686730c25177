package pakit.ml.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NetworkCoordinateTest {
    private static final int NODES = 60;

    @Test
    void nodesFindTheirPlacesByMeasuringEachOther() {
        var random = new SplittableRandom(1);
        double[][] places = new double[NODES][];
        double[] heights = new double[NODES];
        NetworkCoordinate[] believed = new NetworkCoordinate[NODES];
        for (int node = 0; node < NODES; node++) {
            places[node] = new double[] {random.nextDouble(200), random.nextDouble(200)};
            heights[node] = random.nextDouble(1, 20);
            believed[node] = NetworkCoordinate.unknown(node);
        }
        for (int i = 0; i < 60 * NODES; i++) {
            int from = random.nextInt(NODES);
            int to = (from + 1 + random.nextInt(NODES - 1)) % NODES;
            believed[from] = believed[from].after(believed[to], roundTripMs(places, heights, from, to));
        }

        double[] misses = new double[NODES * (NODES - 1) / 2];
        int pair = 0;
        for (int from = 0; from < NODES; from++) {
            for (int to = 0; to < from; to++) {
                double real = roundTripMs(places, heights, from, to);
                misses[pair++] = Math.abs(believed[from].distanceMs(believed[to]) - real) / real;
            }
        }
        Arrays.sort(misses);
        assertThat(misses[misses.length / 2]).isLessThan(0.15);
        assertThat(believed)
                .allSatisfy(coordinate -> assertThat(coordinate.error()).isLessThan(0.5));
    }

    @Test
    void aCoordinateSurvivesBeingSent() {
        NetworkCoordinate here = NetworkCoordinate.unknown(7);
        NetworkCoordinate sent = NetworkCoordinate.of(here.ms(), here.heightMs(), here.error());

        assertThat(sent.distanceMs(NetworkCoordinate.unknown(8)))
                .isEqualTo(here.distanceMs(NetworkCoordinate.unknown(8)));
    }

    @Test
    void whatCannotBeAPlaceIsRefused() {
        assertThatThrownBy(() -> NetworkCoordinate.of(new double[4], 1, 0.5)).hasMessageContaining("5 components");
        assertThatThrownBy(() -> NetworkCoordinate.of(new double[] {0, 0, Double.NaN, 0, 0}, 1, 0.5))
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> NetworkCoordinate.of(new double[] {0, 0, 1e9, 0, 0}, 1, 0.5))
                .hasMessageContaining("1.0E9");
        assertThatThrownBy(() -> NetworkCoordinate.of(new double[5], -1, 0.5)).hasMessageContaining("-1.0");
        assertThatThrownBy(() -> NetworkCoordinate.of(new double[5], 1, 2)).hasMessageContaining("2.0");
    }

    private static double roundTripMs(double[][] places, double[] heights, int from, int to) {
        double x = places[from][0] - places[to][0];
        double y = places[from][1] - places[to][1];
        return Math.sqrt(x * x + y * y) + heights[from] + heights[to];
    }
}
