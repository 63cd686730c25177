package pakit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The dashboard and the rules ask only for what a running node tells.
final class DashboardTest {
    /// Labels that Prometheus adds to whatever it scrapes.
    private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance");

    /// Of nodes that ask for credentials, and of those that tell a webhook.
    private static final Set<String> ONLY_SOMETIMES = Set.of("pakit_access_refused_total", "pakit_alert_webhook_total");

    private static final Pattern FAMILY = Pattern.compile("(?m)^# TYPE (\\w+) ");
    private static final Pattern IN_DOCUMENT =
            Pattern.compile("(?m)^\\| `(\\w+)` \\| (?:counter|gauge|histogram|summary) ");
    private static final Pattern ALERT_IN_DOCUMENT = Pattern.compile("(?m)^\\| \\*\\*(\\w+)\\*\\* \\| .+ \\| .+ \\|$");
    private static final Pattern IN_LEGEND = Pattern.compile("\\{\\{(\\w+)}}");

    @TempDir
    static Path scratch;

    private static Scrape scrape;

    @BeforeAll
    static void scrapeARunningNode() throws Exception {
        Pakit pakit = new Pakit(scratch);
        pakit.write("tree/a.txt", "a text that zstd makes smaller\n".repeat(500).getBytes(StandardCharsets.US_ASCII));
        try (Node node = pakit.serve()) {
            pakit.run("experiment", "create", "rollout");
            pakit.run("put", "tree");
            scrape = Scrape.of(node.get("/metrics").body());
        }
    }

    @Test
    void everyQueryOfTheDashboardAsksForWhatANodeTells() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (DeployFiles.Query query : DeployFiles.queries()) {
            if (!query.pending()) {
                unknown(query.expression(), query.legend()).forEach(what -> wrong.add(query + " asks for " + what));
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyRuleAsksForWhatANodeTells() throws Exception {
        assertThat(DeployFiles.ruleExpressions()).hasSameSizeAs(DeployFiles.alerts());
        for (String expression : DeployFiles.ruleExpressions()) {
            assertThat(unknown(expression, "")).as(expression).isEmpty();
        }
    }

    @Test
    void theDocumentListsEveryFamilyAndNoOther() throws Exception {
        String document = Files.readString(Pakit.CHECKOUT.resolve("docs/http.md"));
        Set<String> listed = found(IN_DOCUMENT, document.substring(document.indexOf("## Metrics")));
        listed.removeAll(ONLY_SOMETIMES);
        assertThat(listed).isEqualTo(found(FAMILY, scrape.text()));
    }

    @Test
    void theDocumentSaysOfEveryAlertWhatToDo() throws Exception {
        String document = Files.readString(Pakit.CHECKOUT.resolve("docs/OPERATIONS.md"));
        assertThat(found(ALERT_IN_DOCUMENT, document)).containsExactlyInAnyOrderElementsOf(DeployFiles.alerts());
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(name -> name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// So that nobody forgets to take the mark off.
    @Test
    void whatIsPendingIsNotThereYet() throws Exception {
        List<DeployFiles.Query> pending = DeployFiles.queries().stream()
                .filter(DeployFiles.Query::pending)
                .toList();
        for (DeployFiles.Query query : pending) {
            assertThat(query.panel().path("description").asText()).startsWith("Pending: ");
            assertThat(PromQl.parse(query.expression()).selectors())
                    .noneMatch(selector -> scrape.has(selector.metric()));
        }
    }

    @Test
    void aQueryForWhatNobodyTellsIsFound() throws Exception {
        assertThat(unknown("rate(pakit_nonsense_total[1m])", "")).containsExactly("pakit_nonsense_total");
        assertThat(unknown("sum by (colour) (pakit_store_blocks)", "")).containsExactly("colour");
        assertThat(unknown("pakit_ml_breaker_state{state=\"AJAR\"}", ""))
                .containsExactly("pakit_ml_breaker_state{state=AJAR}");
        assertThat(unknown("pakit_ml_success_rate", "{{taste}}")).containsExactly("taste");
        assertThat(unknown("ALERTS{alertname=~\"Nobody.*\"}", "")).containsExactly("ALERTS{alertname=~Nobody.*}");
    }

    @Test
    void theGuidesQueriesAndThresholdsAreThere() throws Exception {
        assertThat(DeployFiles.queries().stream().map(DeployFiles.Query::expression))
                .contains(
                        "pakit_ml_success_rate",
                        "pakit_ml_latency_ms{quantile=\"0.95\"}",
                        "rate(pakit_ml_predictions_total[1m])");
        assertThat(panel("ML Model Success Rate").at("/fieldConfig/defaults/thresholds/steps"))
                .hasToString("[{\"color\":\"red\",\"value\":null},{\"color\":\"yellow\",\"value\":0.9},"
                        + "{\"color\":\"green\",\"value\":0.95}]");
        assertThat(panel("ML Model Latency (P95)")
                        .at("/fieldConfig/defaults/unit")
                        .asText())
                .isEqualTo("ms");
    }

    @Test
    void theDashboardCanBeImported() throws Exception {
        JsonNode dashboard = DeployFiles.dashboard();
        assertThat(dashboard.path("id").isNull()).isTrue();
        assertThat(dashboard.path("uid").asText()).isEqualTo("pakit");
        assertThat(dashboard.at("/templating/list/0/type").asText()).isEqualTo("datasource");
        List<JsonNode> panels = new ArrayList<>();
        dashboard.path("panels").forEach(panels::add);
        assertThat(panels).extracting(panel -> panel.path("id").asInt()).doesNotHaveDuplicates();
        for (JsonNode panel : panels) {
            assertThat(panel.path("type").asText()).isIn("row", "stat", "table", "timeseries", "state-timeline");
            assertThat(panel.path("datasource").path("uid").asText("${datasource}"))
                    .isEqualTo("${datasource}");
            assertThat(panel.findValuesAsText("refId")).doesNotHaveDuplicates();
        }
        assertNothingOverlaps(panels);
    }

    private static void assertNothingOverlaps(List<JsonNode> panels) {
        Set<List<Integer>> taken = new HashSet<>();
        for (JsonNode panel : panels) {
            JsonNode place = panel.path("gridPos");
            int right = place.path("x").asInt() + place.path("w").asInt();
            assertThat(right).isLessThanOrEqualTo(24);
            for (int x = place.path("x").asInt(); x < right; x++) {
                for (int y = 0; y < place.path("h").asInt(); y++) {
                    assertThat(taken.add(List.of(x, place.path("y").asInt() + y)))
                            .as(panel.path("title").asText())
                            .isTrue();
                }
            }
        }
    }

    private static JsonNode panel(String title) throws Exception {
        return DeployFiles.queries().stream()
                .map(DeployFiles.Query::panel)
                .filter(panel -> panel.path("title").asText().equals(title))
                .findFirst()
                .orElseThrow();
    }

    /// Metrics, labels and values that an expression or its legend names and the scrape does not have.
    private static List<String> unknown(String expression, String legend) throws Exception {
        PromQl query = PromQl.parse(expression);
        List<String> unknown = new ArrayList<>();
        for (PromQl.Selector selector : query.selectors()) {
            unknown.addAll(unknown(selector));
        }
        Stream<String> named = Stream.concat(
                query.groupedBy().stream(),
                IN_LEGEND.matcher(legend).results().map((MatchResult label) -> label.group(1)));
        named.filter(label -> !OF_PROMETHEUS.contains(label))
                .filter(label -> query.selectors().stream()
                        .noneMatch(selector -> scrape.has(selector.metric(), label, Pattern.compile(".*"))))
                .forEach(unknown::add);
        return unknown;
    }

    private static List<String> unknown(PromQl.Selector selector) throws Exception {
        List<String> unknown = new ArrayList<>();
        String metric = selector.metric();
        if (!scrape.has(metric) && !Set.of("up", "ALERTS").contains(metric)) {
            unknown.add(metric);
        }
        for (PromQl.LabelMatcher matcher : selector.matchers()) {
            if (!OF_PROMETHEUS.contains(matcher.label()) && !has(metric, matcher)) {
                unknown.add(metric + "{" + matcher + "}");
            }
        }
        return unknown;
    }

    private static boolean has(String metric, PromQl.LabelMatcher matcher) throws Exception {
        return metric.equals("ALERTS")
                ? DeployFiles.alerts().stream()
                        .anyMatch(alert -> matcher.value().matcher(alert).matches())
                : scrape.has(metric, matcher.label(), matcher.value());
    }
}
