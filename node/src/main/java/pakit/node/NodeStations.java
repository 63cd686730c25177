package pakit.node;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import pakit.error.PakitException;
import pakit.jobs.RetrainingSettings;
import pakit.jobs.Stations;
import pakit.jobs.Verdict;
import pakit.ml.drift.DriftReport;
import pakit.ml.drift.DriftWatch;
import pakit.ml.estimate.CandidateReport;
import pakit.ml.integration.ShadowReport;
import pakit.ml.models.GateReport;
import pakit.ml.models.HeldOut;
import pakit.ml.models.Measurements;
import pakit.ml.models.ModelVersion;
import pakit.ml.telemetry.EventKind;
import pakit.ml.telemetry.EventQuery;
import pakit.ml.telemetry.TelemetryCollector;
import pakit.ml.telemetry.TelemetryEvent;

/// What a job asks of this node, by the operations that its users have. Thread-safe.
///
/// @param models on behalf of the scheduler
record NodeStations(
        ModelOperations models,
        ExperimentOperations experiments,
        DriftWatch drift,
        Candidates candidates,
        TelemetryCollector telemetry)
        implements Stations {
    private static final int EVENTS_MAX = 100_000;

    @Override
    public List<TelemetryEvent> events() {
        return telemetry.events(EventQuery.newest(EVENTS_MAX, EventKind.ORACLE_TRIED));
    }

    @Override
    public Optional<String> drifted(String model) {
        List<DriftReport.Column> moved = drift.reports().stream()
                .filter(report -> report.model().equals(model))
                .flatMap(report -> report.moved().stream())
                .toList();
        if (!moved.isEmpty()) {
            return Optional.of(
                    "drift: " + moved.getFirst().name() + " and " + (moved.size() - 1) + " further columns have moved");
        }
        return drift.regret().rises().stream().findFirst().map(rise -> "the regret " + rise.words());
    }

    @Override
    public String register(String model, Path artifact, String job) {
        String version = next(models.show(model));
        models.register(model, version, artifact, Map.of("job", job));
        return version;
    }

    /// A minor version above all that there are.
    private static String next(Results.Model model) {
        ModelVersion highest = model.versions().stream()
                .map(version -> ModelVersion.parse(version.version()))
                .max(ModelVersion::compareTo)
                .orElse(ModelVersion.parse("0.0.0"));
        String[] parts = highest.text().split("[.+-]", 4);
        return parts[0] + "." + (Long.parseLong(parts[1]) + 1) + ".0";
    }

    @Override
    public Verdict judge(String model, String version) {
        GateReport report = models.validate(model, version);
        if (!report.passed()) {
            return new Verdict.No("the gate said no: " + report.failures());
        }
        try {
            return judged(models.estimate(model, version));
        } catch (PakitException.Refused notOfThatKind) {
            return new Verdict.Go("passed the gate");
        }
    }

    @Override
    public Optional<HeldOut> heldOut(String model, String version, Measurements blocks) {
        return candidates.heldOut(model, ModelVersion.parse(version), blocks);
    }

    /// On the blocks that the oracle tried, it must not be worse for sure than what was decided on them.
    private static Verdict judged(CandidateReport report) {
        Optional<CandidateReport.Figure> own = figure(report, "oracle");
        Optional<CandidateReport.Figure> logged = figure(report, "logged");
        if (own.isEmpty() || logged.isEmpty()) {
            return new Verdict.Go("passed the gate; too little is logged to estimate its regret");
        }
        String words = String.format(
                Locale.ROOT,
                "estimated regret %.2f %% [%.2f, %.2f] against %.2f %% [%.2f, %.2f] of what was decided",
                own.get().value(),
                own.get().low(),
                own.get().high(),
                logged.get().value(),
                logged.get().low(),
                logged.get().high());
        return own.get().low() > logged.get().high()
                ? new Verdict.No(words)
                : new Verdict.Go("passed the gate; " + words);
    }

    private static Optional<CandidateReport.Figure> figure(CandidateReport report, String method) {
        return report.figures().stream()
                .filter(figure -> figure.measure().equals("regret_percent")
                        && figure.method().equals(method)
                        && Double.isFinite(figure.value()))
                .findFirst();
    }

    @Override
    public void shadow(String model, String version, double share) {
        models.shadow(model, new ShadowOrder(version, share, null, "retrained"));
    }

    @Override
    public Verdict shadowed(String model, long questions) {
        ShadowReport report = models.shadow(model);
        ShadowReport.Side candidate = report.candidate();
        if (candidate == null) {
            return new Verdict.No("somebody ended the challenge");
        }
        long failed = candidate.failures().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        if (failed > 0) {
            return new Verdict.No("failed " + failed + " questions in the shadow: " + candidate.failures());
        }
        return report.compared() < questions
                ? new Verdict.Wait()
                : new Verdict.Go("agreed in " + report.agreed() + " of " + report.compared() + " questions");
    }

    @Override
    public void ramp(String model, String version, String experiment, RetrainingSettings.Ramp ramp) {
        models.shadow(model, new ShadowOrder(null, null, true, null));
        Results.Version live = models.show(model).live();
        experiments.create(new ExperimentOrder(
                experiment,
                model,
                null,
                ramp.percents(),
                live == null ? null : live.version(),
                List.of(version),
                ramp.stepMin().toSeconds(),
                ramp.eventsMin(),
                Map.of("success", ramp.margin(), "latency_ms", ramp.margin(), "cost", ramp.margin()),
                null,
                "not-worse"));
    }

    @Override
    public Verdict ramped(String experiment) {
        Experiments.Status status = experiments.status(experiment);
        String reasons = String.join("; ", status.history().getLast().reasons());
        return switch (status.status()) {
            case "running" -> new Verdict.Wait();
            case "promoted" -> new Verdict.Go("promoted: " + reasons);
            default -> new Verdict.No(status.status() + ": " + reasons);
        };
    }

    @Override
    public void withdraw(String model, String version, String experiment, String why) {
        boolean runs = experiments.list().stream()
                .anyMatch(known ->
                        known.name().equals(experiment) && known.status().equals("running"));
        if (runs) {
            experiments.stop(experiment, why);
        }
        if (version.equals(models.show(model).challenger())) {
            models.shadow(model, new ShadowOrder(null, null, true, null));
            models.withdraw(model, why);
        }
    }
}
