package pakit.load;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.ml.estimate.CandidateReport;
import pakit.ml.integration.ShadowReport;
import pakit.ml.models.GateReport;
import pakit.ml.serving.Breakers;
import pakit.node.ModelOperations;
import pakit.node.Results;
import pakit.node.ShadowOrder;
import pakit.node.SwapOrder;
import pakit.node.SwitchPosition;

/// A model with two versions, of which the first is live.
final class TwoVersions implements ModelOperations {
    final List<String> versions = new ArrayList<>(List.of("2.0.0", "1.0.0"));
    final List<String> swaps = new ArrayList<>();
    final Map<String, String> validations = new HashMap<>();
    String live = "1.0.0";

    @Nullable
    String challenger;

    int failing = -1; // the number of the swap that fails
    private int asked;

    @Override
    public Results.Model show(String name) {
        return new Results.Model(
                name,
                version(live),
                challenger,
                versions.stream().map(this::version).toList());
    }

    private Results.Version version(String version) {
        return new Results.Version(
                version,
                Instant.EPOCH,
                null,
                validations.getOrDefault(version, Results.Version.VALIDATED),
                "",
                "compression v1",
                List.of(),
                List.of(),
                1,
                null,
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                null);
    }

    @Override
    public Results.Model swap(String name, SwapOrder order) {
        if (asked++ == failing) {
            throw new PakitException.Refused("no swap today");
        }
        swaps.add(order.version());
        live = order.version();
        return show(name);
    }

    @Override
    public GateReport validate(String name, String version) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ShadowReport shadow(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ShadowReport shadow(String name, ShadowOrder order) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CandidateReport estimate(String name, String version) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Results.Models list() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Results.Model register(String name, String version, Path artifact, Map<String, String> metadata) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Results.Model rollback(String name, String reason) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Results.History history(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Results.LiveAt liveAt(String name, Instant time) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Results.CleanedUp cleanup(String name, int keep) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Results.Model challenge(String name, String version, String reason) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Results.Model withdraw(String name, String reason) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Results.Models turn(String name, SwitchPosition position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Results.Models turnAll(SwitchPosition position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Results.Breaker forceBreaker(String name, Breakers.Forced position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Results.Breaker resetBreaker(String name) {
        throw new UnsupportedOperationException();
    }
}
