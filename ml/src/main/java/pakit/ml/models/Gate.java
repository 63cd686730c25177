package pakit.ml.models;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.error.PakitException;

/// Stands between what is registered and what is live, and mints the right to pass. Thread-safe.
///
/// A version is evaluated once, on the reference set of its kind: what was measured is kept by a digest of all that
/// decides its answers, so that every later swap to it costs a look-up. Whether it passes is judged anew from the kept
/// figures, because that depends on the live version and on the requirements of the day; such a judgement is remembered
/// too, for as long as the process lives. A new reference set or evaluator means new evaluations.
///
/// [#evaluate] may take seconds: call it under no lock. [#validate] measures nothing.
public final class Gate {
    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
    private static final int REMEMBERED_MAX = 64;

    private final GatePolicy policy;
    private final References references;
    private final EvaluationFiles files;
    private final OwnProofs proofs;
    private final ModelEvaluator evaluator;
    private final Map<String, ModelEvaluation> evaluations = remembering();
    private final Map<String, GateReport> reports = remembering();
    private final Object evaluating = new Object();

    /// @param models the directory of all models, where evaluations are kept
    public Gate(Path models, GatePolicy policy, References references) {
        this(models, policy, references, new ModelEvaluator(System::nanoTime, policy.p95Max()));
    }

    Gate(Path models, GatePolicy policy, References references, ModelEvaluator evaluator) {
        this.files = new EvaluationFiles(models);
        this.proofs = new OwnProofs(models);
        this.policy = policy;
        this.references = references;
        this.evaluator = evaluator;
    }

    /// The gate with the reference sets that ship with Pakit.
    public static Gate standard(Path models, GatePolicy policy) {
        return new Gate(models, policy, References.standard());
    }

    /// Sees to it that `artifact` is evaluated: loads it beside everything else, asks it, closes it. Returns at once if
    /// that was done before. One evaluation runs at a time, so that they do not disturb each other's clocks.
    ///
    /// @param loader makes the model
    /// @throws PakitException.Refused if no reference set can judge the model
    public void evaluate(ModelArtifact artifact, ModelLoader loader) {
        Manifest manifest = artifact.manifest();
        References.Named set = references
                .of(manifest)
                .orElseThrow(
                        () -> new PakitException.Refused(
                                "there is no reference set for model " + manifest.name()
                                        + ", so no version of it can pass the gate; --force with a reason makes one live all the same"));
        if (known(manifest).isEmpty()) {
            synchronized (evaluating) {
                if (known(manifest).isEmpty()) {
                    ModelEvaluation evaluation = measure(artifact, loader, set);
                    files.keep(manifest, evaluation);
                    evaluations.put(manifest.behaviourSha256(), evaluation);
                }
            }
        }
    }

    private ModelEvaluation measure(ModelArtifact artifact, ModelLoader loader, References.Named set) {
        long begun = System.nanoTime();
        try (PakitModel model = loader.load(artifact)) {
            ModelEvaluation evaluation =
                    evaluator.evaluate(model, name(set), set.reference().get());
            LOG.info("Evaluated {} in {} ms", artifact.manifest().title(), (System.nanoTime() - begun) / 1_000_000);
            return evaluation;
        }
    }

    /// Keeps what blocks of this node said of a version beside the live one. They are what the version will be asked
    /// about, so they count for more than the reference set ([GateThresholds]).
    public void prove(Manifest candidate, Manifest live, HeldOut found) {
        proofs.keep(candidate, live, found);
    }

    /// Whether [#evaluate] would return at once.
    public boolean isEvaluated(Manifest manifest) {
        return known(manifest).isPresent();
    }

    /// What the gate says of a version, from what was measured; empty if it was not evaluated yet.
    ///
    /// @param live the version that it would replace
    public Optional<GateReport> report(Manifest candidate, Optional<Manifest> live) {
        return known(candidate).map(evaluation -> report(candidate, evaluation, live));
    }

    /// Lets an evaluated version pass.
    ///
    /// @param live the version that it replaces
    /// @throws PakitException.Refused with the checks that failed
    public ValidatedModel validate(Manifest candidate, Optional<Manifest> live) {
        GateReport report = report(candidate, live)
                .orElseThrow(() -> new PakitException.Refused(
                        candidate.title() + " is not validated: run 'pakit models validate' first"));
        if (!report.passed()) {
            throw new PakitException.Refused(candidate.title() + " did not pass the gate: " + report.failures()
                    + ". What is live stays; --force with a reason makes it live all the same");
        }
        return new ValidatedModel(candidate, report);
    }

    /// Lets a version pass unjudged.
    ///
    /// @param reason kept in the history
    /// @throws PakitException.Invalid if there is no reason
    public ForcedModel force(Manifest candidate, String reason) {
        if (reason.isBlank()) {
            throw new PakitException.Invalid(
                    "forcing " + candidate.title() + " past the gate needs a reason, which is kept in its history");
        }
        return new ForcedModel(candidate, reason.strip());
    }

    /// Figures that were measured under a looser limit on latency may not tell under this one: then there are none.
    private Optional<ModelEvaluation> known(Manifest manifest) {
        ModelEvaluation remembered = evaluations.get(manifest.behaviourSha256());
        if (remembered != null) {
            return Optional.of(remembered);
        }
        Optional<ModelEvaluation> kept = references
                .of(manifest)
                .flatMap(set -> files.find(manifest, name(set)).or(() -> DefaultModels.evaluation(manifest, name(set))))
                .filter(evaluation -> evaluation.latency().tells(policy.p95Max()));
        kept.ifPresent(evaluation -> evaluations.put(manifest.behaviourSha256(), evaluation));
        return kept;
    }

    private GateReport report(Manifest candidate, ModelEvaluation evaluation, Optional<Manifest> live) {
        Optional<Manifest> other = live.filter(there -> known(there).isPresent());
        Optional<HeldOut> own = other.flatMap(there -> proofs.find(candidate, there));
        String key = candidate.title() + " " + candidate.behaviourSha256() + " "
                + other.map(Manifest::behaviourSha256).orElse("")
                + own.map(found -> " " + found).orElse("");
        GateReport remembered = reports.get(key);
        if (remembered != null) {
            return remembered;
        }
        List<GateCheck> checks = policy.judge(evaluation, other.flatMap(this::known), own);
        GateReport report = new GateReport(
                candidate.name(),
                candidate.version().text(),
                candidate.payloadSha256(),
                evaluation.reference(),
                against(other),
                checks.stream().allMatch(GateCheck::passed),
                checks);
        reports.put(key, report);
        return report;
    }

    private static @Nullable String against(Optional<Manifest> live) {
        return live.map(Manifest::version).map(ModelVersion::text).orElse(null);
    }

    static String name(References.Named set) {
        return set.name() + "-r" + ModelEvaluator.REVISION;
    }

    private static <T> Map<String, T> remembering() {
        return Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > REMEMBERED_MAX;
            }
        });
    }
}
