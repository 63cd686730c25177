package pakit.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URL;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The dashboard came with this Pakit and can be read.
public final class DashboardShipped implements Check {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String REMEDY = "take deploy/grafana/pakit.json from the sources of this version";

    private final @Nullable URL dashboard;

    DashboardShipped(@Nullable URL dashboard) {
        this.dashboard = dashboard;
    }

    /// That of this program.
    public DashboardShipped() {
        this(DashboardShipped.class.getResource("/deploy/grafana/pakit.json"));
    }

    @Override
    public String name() {
        return "dashboard present";
    }

    @Override
    public Finding look() {
        if (dashboard == null) {
            return Finding.fail("this Pakit came without its dashboard", REMEDY);
        }
        try {
            JsonNode root = JSON.readTree(dashboard);
            List<String> queries = root.path("panels").findValuesAsText("expr");
            return queries.isEmpty()
                    ? Finding.fail("the dashboard of this Pakit has no queries", REMEDY)
                    : Finding.pass("deploy/grafana/pakit.json, " + queries.size() + " queries, to be imported once");
        } catch (IOException e) {
            return Finding.fail("the dashboard of this Pakit cannot be read: " + e.getMessage(), REMEDY);
        }
    }
}
