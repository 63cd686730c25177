package pakit.ml.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MetricSourceTest {
    @Test
    void sourcesFollowEachOtherInTheirOrder() {
        MetricSource first =
                text -> text.family("a_total", "counter", "Things.").sample("a_total", 3, "model", "m\"\\\n");
        MetricSource second =
                text -> text.family("b", "gauge", "Others.").sample("b", 0.5).sample("b", 2, "x", "1", "y", "2");
        assertThat(MetricSource.textOf(List.of(first, second))).isEqualTo("""
                        # HELP a_total Things.
                        # TYPE a_total counter
                        a_total{model="m\\"\\\\\\n"} 3
                        # HELP b Others.
                        # TYPE b gauge
                        b 0.5
                        b{x="1",y="2"} 2
                        """);
    }

    @Test
    void numbersThatPrometheusHasWordsForAreWrittenSo() {
        assertThat(PrometheusText.number(Double.NaN)).isEqualTo("NaN");
        assertThat(PrometheusText.number(2.5e-6)).isEqualTo("2.5E-6");
        assertThat(PrometheusText.number(1e15)).isEqualTo("1.0E15");
        assertThat(PrometheusText.number(-0.0)).isEqualTo("0");
    }
}
