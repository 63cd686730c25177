package pakit.ml.models;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import pakit.ml.models.CompressionEvaluation.ProfileEvaluation;
import pakit.ml.models.Quality.FamilyLoss;

/// The gate's requirements, each a figure that `pakit.conf` may set.
///
/// @param accuracyMin where a class label means something
/// @param f1Min the mean over the classes, likewise
/// @param regretAboveBestFixedMax points of regret, per profile; a model that abstains is the profile's default, and
///     passes
/// @param inferiorityMax points of regret, or of accuracy, that a version may be worse than the live one, at the worse
///     end of the 95 % interval of the difference, paired by family
/// @param p95Max what 95 of 100 calls stay below
public record GateThresholds(
        double accuracyMin, double f1Min, double regretAboveBestFixedMax, double inferiorityMax, Duration p95Max)
        implements GatePolicy {
    public static final GateThresholds STANDARD = new GateThresholds(0.80, 0.75, 0.05, 0.10, Duration.ofMillis(10));

    private static final double POINTS_MAX = 1_000;
    private static final long SEED = 1;

    public GateThresholds {
        requireShare("accuracyMin", accuracyMin);
        requireShare("f1Min", f1Min);
        requirePoints("regretAboveBestFixedMax", regretAboveBestFixedMax);
        requirePoints("inferiorityMax", inferiorityMax);
        if (!p95Max.isPositive()) {
            throw new IllegalArgumentException("p95Max must be above 0, found " + p95Max);
        }
    }

    @Override
    public List<GateCheck> judge(ModelEvaluation candidate, Optional<ModelEvaluation> live) {
        return judge(candidate, live, Optional.empty());
    }

    /// Where own blocks prove that the candidate is not inferior, the reference set has only to say so on the average:
    /// of two versions that choose quite differently its families tell the difference to some points at best, so that
    /// no interval of it would ever do, however much better the candidate is here.
    @Override
    public List<GateCheck> judge(ModelEvaluation candidate, Optional<ModelEvaluation> live, Optional<HeldOut> own) {
        List<GateCheck> checks = new ArrayList<>();
        checks.add(finite(candidate));
        checks.add(latency(candidate.latency()));
        switch (candidate.quality()) {
            case CompressionEvaluation compression -> addRegrets(compression, checks);
            case LabelEvaluation labels -> addLabels(labels.classification(), checks);
            case ChoiceEvaluation choices -> checks.add(choices(choices));
            case Unjudged unjudged -> {}
        }
        Optional<HeldOut> proof = own.filter(found -> found.isProof(inferiorityMax));
        Bound bound = proof.isPresent() ? Bound.ON_AVERAGE : Bound.THROUGHOUT;
        live.ifPresent(other -> addComparison(candidate.quality(), other.quality(), bound, checks));
        proof.ifPresent(found -> checks.add(
                new GateCheck("not_inferior.own", true, found.saved().low(), -inferiorityMax, found.words())));
        return checks;
    }

    private static GateCheck finite(ModelEvaluation candidate) {
        String words = "%d of %d inputs without a finite answer, allowed are none"
                .formatted(candidate.failedRows(), candidate.rows());
        return new GateCheck(
                "finite",
                candidate.failedRows() == 0,
                candidate.failedRows(),
                0,
                candidate.failedRows() == 0 ? words : words + "; the first: " + candidate.firstFailure());
    }

    private GateCheck latency(LatencyFigures latency) {
        double found = latency.p95Nanos() * 1e-6;
        double required = p95Max.toNanos() * 1e-6;
        boolean passed = latency.calls() >= LatencyFigures.CALLS_WANTED && found < required;
        String words = (found < required ? "" : "Model latency too high! ")
                + words(
                        "%.4f ms at the 95th percentile of %d calls, required is below %.4f",
                        found, latency.calls(), required);
        return new GateCheck("latency", passed, found, required, words);
    }

    private void addRegrets(CompressionEvaluation compression, List<GateCheck> checks) {
        compression.profiles().forEach((profile, figures) -> checks.add(regret(profile.label(), figures)));
    }

    private GateCheck regret(String profile, ProfileEvaluation figures) {
        double found = figures.model().value();
        double required = figures.bestFixed().value() + regretAboveBestFixedMax;
        return new GateCheck(
                "regret." + profile,
                found <= required,
                found,
                required,
                words(
                        "%.3f %%, allowed is up to %.3f: always %s has %.3f",
                        found,
                        required,
                        figures.bestFixedCodec(),
                        figures.bestFixed().value()));
    }

    private GateCheck choices(ChoiceEvaluation choices) {
        double found = choices.regretPercent();
        double required = choices.ruleRegretPercent() + regretAboveBestFixedMax;
        return new GateCheck(
                "regret",
                found <= required,
                found,
                required,
                words(
                        "%.3f %%, allowed is up to %.3f: the rule has %.3f",
                        found, required, choices.ruleRegretPercent()));
    }

    private void addLabels(Classification labels, List<GateCheck> checks) {
        checks.add(atLeast("accuracy", "Model accuracy", labels.accuracy(), accuracyMin));
        checks.add(atLeast("f1", "Model F1 score", labels.macroF1(), f1Min));
    }

    private static GateCheck atLeast(String name, String title, double found, double required) {
        boolean passed = found >= required;
        String words = words("%.3f, required is at least %.3f", found, required);
        return new GateCheck(name, passed, found, required, passed ? words : title + " too low! " + words);
    }

    /// What of an interval has to reach the requirement.
    private enum Bound {
        THROUGHOUT,
        ON_AVERAGE;

        double of(Metric metric) {
            return this == THROUGHOUT ? metric.low() : metric.value();
        }

        String words() {
            return this == THROUGHOUT ? "throughout" : "on average, for own blocks prove the rest";
        }
    }

    private void addComparison(Quality candidate, Quality live, Bound bound, List<GateCheck> checks) {
        Map<String, Map<String, FamilyLoss>> theirs = live.losses();
        candidate.losses().forEach((what, losses) -> {
            Map<String, FamilyLoss> other = theirs.get(what);
            if (other == null || !other.keySet().equals(losses.keySet())) {
                throw new IllegalStateException("two evaluations on one reference set have other families for " + what);
            }
            checks.add(notInferior(what, losses, other, bound));
        });
    }

    private GateCheck notInferior(
            String what, Map<String, FamilyLoss> losses, Map<String, FamilyLoss> live, Bound bound) {
        Regrets regrets = new Regrets(2, SEED);
        losses.forEach((family, loss) -> {
            FamilyLoss other = live.getOrDefault(family, loss);
            regrets.add(family, loss.scale(), loss.loss(), other.loss());
        });
        Metric saved = regrets.pointsSaved(0, 1);
        return new GateCheck(
                "not_inferior." + what,
                bound.of(saved) >= -inferiorityMax,
                bound.of(saved),
                -inferiorityMax,
                words(
                        "%+.3f points better than the live version [%+.3f, %+.3f], required is at least %.3f %s",
                        saved.value(), saved.low(), saved.high(), -inferiorityMax, bound.words()));
    }

    private static String words(String format, Object... figures) {
        return String.format(Locale.ROOT, format, figures);
    }

    private static void requireShare(String name, double found) {
        if (!(found >= 0 && found <= 1)) {
            throw new IllegalArgumentException(name + " must be from 0 to 1, found " + found);
        }
    }

    private static void requirePoints(String name, double found) {
        if (!(found >= 0 && found <= POINTS_MAX)) {
            throw new IllegalArgumentException(name + " must be from 0 to " + POINTS_MAX + ", found " + found);
        }
    }
}
