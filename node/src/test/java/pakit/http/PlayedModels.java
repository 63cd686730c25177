package pakit.http;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import pakit.error.PakitException;
import pakit.ml.estimate.CandidateReport;
import pakit.ml.integration.ShadowReport;
import pakit.ml.models.GateCheck;
import pakit.ml.models.GateReport;
import pakit.ml.serving.Breakers;
import pakit.node.ModelOperations;
import pakit.node.Results;
import pakit.node.ShadowOrder;
import pakit.node.SwapOrder;
import pakit.node.SwitchPosition;

/// Models of a played node: fixed figures, and a failure of each kind.
final class PlayedModels implements ModelOperations {
    @Override
    public Results.Models list() {
        return new Results.Models(List.of(new Results.ModelSummary("m", "1.0.0", 1, true)), "on");
    }

    @Override
    public Results.Model show(String name) {
        return new Results.Model(name, null, "2.0.0", List.of());
    }

    @Override
    public Results.Model register(String name, String version, Path artifact, Map<String, String> metadata) {
        throw new PakitException.Refused("version " + version + " exists with other bytes");
    }

    @Override
    public GateReport validate(String name, String version) {
        GateCheck check = new GateCheck("finite", false, 3, 0, "3 of 9 inputs without a finite answer");
        return new GateReport(name, version, "00", "set-1", null, false, List.of(check));
    }

    @Override
    public CandidateReport estimate(String name, String version) {
        var figure = new CandidateReport.Figure("stored_bytes", "ips", 5.5, 4, 7);
        return new CandidateReport(name, version, "fast", 9, 3, 2.5, 0.75, 1, List.of(figure), List.of("too few"));
    }

    @Override
    public ShadowReport shadow(String name) {
        var side = new ShadowReport.Side("1.0.0", Map.of("failed", 2L), 0.5, 1.5, null, 3);
        return new ShadowReport(
                name,
                side,
                null,
                0.25,
                4,
                3,
                new ShadowReport.Figure(0.75, 0.2, 1),
                List.of(new ShadowReport.Difference("zstd-3", "none", 1)),
                5);
    }

    @Override
    public ShadowReport shadow(String name, ShadowOrder order) {
        throw new PakitException.Refused("order " + order.version() + " " + order.share() + " " + order.reset());
    }

    @Override
    public Results.Model swap(String name, SwapOrder order) {
        throw new PakitException.Corrupt("version " + order.version() + " is refused: " + order.reason());
    }

    @Override
    public Results.Model rollback(String name, String reason) {
        throw new PakitException.NotFound("model " + name + " has no earlier activation; " + reason);
    }

    @Override
    public Results.History history(String name) {
        return new Results.History(List.of(new Results.HistoryEntry(PlayedNode.NOON, "1.0.0", "activate", "cli", "")));
    }

    @Override
    public Results.LiveAt liveAt(String name, Instant time) {
        return new Results.LiveAt(time, "1.0.0", PlayedNode.NOON, "activate", "cli", "");
    }

    @Override
    public Results.CleanedUp cleanup(String name, int keep) {
        return new Results.CleanedUp(name, List.of(keep + ".0.0"));
    }

    @Override
    public Results.Model challenge(String name, String version, String reason) {
        throw new PakitException.Refused("version " + version + " is the champion; " + reason);
    }

    @Override
    public Results.Model withdraw(String name, String reason) {
        throw new PakitException.NotFound("model " + name + " has no challenger; " + reason);
    }

    @Override
    public Results.Models turn(String name, SwitchPosition position) {
        return new Results.Models(
                List.of(new Results.ModelSummary(name, "1.0.0", 1, position == SwitchPosition.ENABLED)), "on");
    }

    @Override
    public Results.Models turnAll(SwitchPosition position) {
        return turn("all", position);
    }

    @Override
    public Results.Breaker forceBreaker(String name, Breakers.Forced position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Results.Breaker resetBreaker(String name) {
        return new Results.Breaker(name, "CLOSED");
    }
}
