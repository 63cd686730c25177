package pakit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The files of deploy/prometheus and the scrape of a node, judged by Prometheus itself.
final class PrometheusTest {
    /// The family whose names and labels the deployment guide fixes, against Prometheus' conventions.
    private static final List<String> GUIDE =
            List.of("pakit_ml_predictions_total", "pakit_ml_success_rate", "pakit_ml_latency_ms");

    @TempDir
    Path scratch;

    @Test
    void promtoolAcceptsTheConfigurationAndTheRules() throws Exception {
        promtool(
                        "check",
                        "config",
                        DeployFiles.PROMETHEUS.resolve("prometheus.yml").toString())
                .exits(0);
        promtool("check", "rules", DeployFiles.PROMETHEUS.resolve("rules.yml").toString())
                .exits(0);
    }

    @Test
    void everyAlertFiresAndResolvesInItsUnitTest() throws Exception {
        Path tests = DeployFiles.PROMETHEUS.resolve("rules_test.yml");
        promtool("test", "rules", tests.toString()).exits(0);
        for (String alert : DeployFiles.alerts()) {
            String judged = Files.readString(tests).replaceAll("\\s+", " ");
            assertThat(judged)
                    .contains("alertname: " + alert + " exp_alerts: - exp_labels")
                    .contains("alertname: " + alert + " exp_alerts: []");
        }
    }

    @Test
    void promtoolHasNoRemarksOnAScrapeButOnTheGuidesFamily() throws Exception {
        Pakit pakit = new Pakit(scratch);
        Scrape scrape;
        try (Node node = pakit.serve()) {
            scrape = Scrape.of(node.get("/metrics").body());
        }
        assertThat(checkMetrics(scrape.text()).err().lines())
                .isNotEmpty()
                .allMatch(remark -> remark.startsWith("pakit_ml_latency_ms "));
        Answer second = checkMetrics(scrape.without(GUIDE)).exits(0);
        assertThat(second.out() + second.err()).isEmpty();
    }

    @Test
    void aRealPrometheusReadsEverythingAndSeesANodeGoAndComeBack() throws Exception {
        Path program = SystemProgram.wanted("prometheus", "prometheus");
        Pakit pakit = new Pakit(scratch);
        pakit.write("tree/a.txt", "a text that zstd makes smaller\n".repeat(500).getBytes(StandardCharsets.US_ASCII));
        int port = Pakit.freePort();
        URI address = URI.create("http://127.0.0.1:" + port);
        try (Prometheus prometheus = Prometheus.scraping(program, address, scratch)) {
            try (Node node = pakit.serve(port)) {
                pakit.run("experiment", "create", "rollout");
                pakit.run("put", "tree");
                prometheus.await(
                        "every query has an answer",
                        () -> unanswered(prometheus).isEmpty());
                prometheus.await("no alert is there", () -> prometheus.alerts().isEmpty());
            }
            prometheus.await(
                    "the alert fires", () -> "firing".equals(prometheus.alerts().get("PakitNodeDown")));
            try (Node again = pakit.serve(port)) {
                assertThat(again.address()).isEqualTo(address);
                prometheus.await("the alert is over", () -> prometheus.alerts().isEmpty());
            }
        }
    }

    private static List<String> unanswered(Prometheus prometheus) throws IOException, InterruptedException {
        List<String> unanswered = new ArrayList<>();
        for (DeployFiles.Query query : DeployFiles.queries()) {
            boolean mayBeEmpty = query.pending() || query.expression().startsWith("ALERTS");
            if (prometheus.query(query.expression()).isEmpty() && !mayBeEmpty) {
                unanswered.add(query.toString());
            }
        }
        return unanswered;
    }

    private Answer checkMetrics(String scrape) throws Exception {
        Path file = Files.writeString(scratch.resolve("scrape.txt"), scrape);
        String promtool = SystemProgram.wanted("promtool", "prometheus").toString();
        return new Command(
                        scratch,
                        Duration.ofMinutes(1),
                        "sh",
                        "-c",
                        "exec \"$0\" check metrics < \"$1\"",
                        promtool,
                        file.toString())
                .run();
    }

    private Answer promtool(String... words) throws Exception {
        String[] all = new String[words.length + 1];
        all[0] = SystemProgram.wanted("promtool", "prometheus").toString();
        System.arraycopy(words, 0, all, 1, words.length);
        return new Command(scratch, Duration.ofMinutes(1), all).run();
    }
}
