package pakit.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The files that operators take from deploy/.
final class DeployFiles {
    static final Path PROMETHEUS = Pakit.CHECKOUT.resolve("deploy/prometheus");
    static final Path DASHBOARD = Pakit.CHECKOUT.resolve("deploy/grafana/pakit.json");

    private static final Pattern EXPRESSION = Pattern.compile("(?m)^( +)expr: (?:\\|\n((?:\\1 +.*\n)+)|(.+)\n)");
    private static final Pattern ALERT = Pattern.compile("- alert: (\\w+)");

    /// One query of the dashboard and the panel that shows it.
    record Query(JsonNode panel, String expression, String legend) {
        boolean pending() {
            return panel.path("title").asText().endsWith("(pending)");
        }

        @Override
        public String toString() {
            return panel.path("title").asText() + ": " + expression;
        }
    }

    private DeployFiles() {}

    static JsonNode dashboard() throws IOException {
        return new JsonMapper().readTree(Files.readAllBytes(DASHBOARD));
    }

    static List<Query> queries() throws IOException {
        List<Query> queries = new ArrayList<>();
        for (JsonNode panel : dashboard().path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                queries.add(new Query(
                        panel,
                        target.path("expr").asText(),
                        target.path("legendFormat").asText()));
            }
        }
        return queries;
    }

    static String rules() throws IOException {
        return Files.readString(PROMETHEUS.resolve("rules.yml"));
    }

    static List<String> ruleExpressions() throws IOException {
        List<String> expressions = new ArrayList<>();
        Matcher rule = EXPRESSION.matcher(rules());
        while (rule.find()) {
            expressions.add(rule.group(2) == null ? rule.group(3) : rule.group(2));
        }
        return expressions;
    }

    static List<String> alerts() throws IOException {
        return ALERT.matcher(rules()).results().map(alert -> alert.group(1)).toList();
    }
}
