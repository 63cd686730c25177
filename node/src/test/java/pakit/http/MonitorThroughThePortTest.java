package pakit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pakit.error.PakitException;
import pakit.ml.serving.Thresholds;
import pakit.node.MonitorOperations;
import pakit.node.ThresholdChange;

@Timeout(60)
class MonitorThroughThePortTest {
    @TempDir
    private Path directory;

    private final MonitorOperations played = new PlayedMonitor();
    private Port port;

    @BeforeEach
    void open() {
        port = Port.open(new PlayedNode(), directory);
    }

    @AfterEach
    void close() {
        port.close();
    }

    @Test
    void alertsAndFiguresPassUnchanged() {
        MonitorOperations remote = port.remote().monitor();
        assertThat(remote.alerts(3)).isEqualTo(played.alerts(3));
        assertThat(remote.openAlerts(10_000)).isEqualTo(played.openAlerts(10_000));
        assertThat(remote.metrics("m ä")).isEqualTo(played.metrics("m ä"));
        assertThat(remote.drift(Optional.empty())).isEqualTo(played.drift(Optional.empty()));
        assertThat(remote.drift(Optional.of("m ä"))).isEqualTo(played.drift(Optional.of("m ä")));
        assertThatThrownBy(() -> remote.metrics("none")).isInstanceOf(PakitException.NotFound.class);
        assertThatThrownBy(() -> remote.alerts(10_001))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining("limit");
    }

    @Test
    void thresholdsAreReadSetAndTakenBack() {
        MonitorOperations remote = port.remote().monitor();
        assertThat(remote.thresholds()).isEqualTo(new Thresholds(7, 0.5, 3));
        assertThat(remote.set(new ThresholdChange(9.0, null, null))).isEqualTo(new Thresholds(9, 0, 0));
        assertThat(remote.set(new ThresholdChange(null, 0.25, null))).isEqualTo(new Thresholds(1, 0.25, 0));
        assertThat(remote.set(new ThresholdChange(null, null, 12.5))).isEqualTo(new Thresholds(1, 0, 12.5));
        assertThat(remote.resetThresholds()).isEqualTo(Thresholds.DEFAULT);
        assertThatThrownBy(() -> remote.set(new ThresholdChange(-1.0, null, null)))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining("above 0 ms, found -1");
    }

    @Test
    void theJsonHasTheGuidesNames() throws Exception {
        assertThat(port.get("/v1/alerts?limit=1").body())
                .isEqualTo("{\"alerts\":[{\"id\":\"a\",\"timestamp\":\"2026-03-01T12:00:00Z\",\"model\":\"m\","
                        + "\"kind\":\"latency\",\"message\":\"limit 1\",\"resolvedAt\":\"2026-03-01T12:01:00Z\"}]}");
        assertThat(port.get("/v1/models/m/metrics").body()).contains("\"success_rate\":0.5", "\"latency_p95\":3.0");
        assertThat(port.get("/v1/health").body())
                .contains("\"uptime_seconds\":60", "\"started_at\":\"", "\"alerts_open\":0");
        assertThat(port.get("/v1/alerts?open=perhaps").statusCode()).isEqualTo(400);
        var empty = port.request("/v1/alerts/thresholds").header("Content-Type", "application/json");
        assertThat(port.send(empty.PUT(BodyPublishers.ofString("[1]"))).statusCode())
                .isEqualTo(400);
    }
}
