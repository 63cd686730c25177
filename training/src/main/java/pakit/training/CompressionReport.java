package pakit.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import pakit.codec.Profile;
import pakit.ml.models.CompressionEvaluation;
import pakit.ml.models.CompressionEvaluation.ProfileEvaluation;
import pakit.ml.models.MeasuredBlock;
import pakit.ml.models.Metric;

/// An evaluation of the compression predictor, as `train` and `evaluate` tell it.
final class CompressionReport {
    private static final List<String> HEADINGS = List.of(
            "PROFILE",
            ">REGRET %",
            ">BEST FIXED",
            ">DEFAULT",
            ">SIZE RULE",
            ">GAIN",
            ">95 % FROM",
            ">TO",
            ">ABSTAINED");

    private CompressionReport() {}

    /// Regret in percent above the codec that was cheapest in hindsight, and points saved against the best fixed one.
    static Report of(CompressionEvaluation evaluation, List<MeasuredBlock> judged, Map<String, String> data) {
        List<List<String>> rows = new ArrayList<>();
        Map<String, Metric> metrics = new HashMap<>();
        Map<String, Metric> baselines = new HashMap<>();
        for (Profile profile : Profile.values()) {
            ProfileEvaluation figures = evaluation.profile(profile);
            String at = profile.label();
            rows.add(row(at, figures));
            metrics.put(at + ".regretPercent", figures.model());
            metrics.put(at + ".gainPoints", figures.gain());
            metrics.put(at + ".abstainedShare", Metric.exact(figures.abstained()));
            metrics.put(at + ".accuracy", Metric.exact(figures.accuracy()));
            baselines.put(at + ".bestFixed.regretPercent", figures.bestFixed());
            baselines.put(at + ".default.regretPercent", figures.profileDefault());
            baselines.put(at + ".sizeRule.regretPercent", figures.sizeRule());
        }
        return new Report(judgedOn(judged), HEADINGS, rows, metrics, baselines, data);
    }

    /// Regret beside the rules it has to beat, and in each profile what was chosen against what was best.
    static List<Plot> plots(CompressionEvaluation evaluation) {
        List<String> labels =
                Arrays.stream(Profile.values()).map(Profile::label).toList();
        Map<String, double[]> bars = new LinkedHashMap<>();
        bars.put("model", values(evaluation, ProfileEvaluation::model));
        bars.put("best fixed", values(evaluation, ProfileEvaluation::bestFixed));
        bars.put("default", values(evaluation, ProfileEvaluation::profileDefault));
        List<Plot> plots = new ArrayList<>();
        plots.add(Plots.bars("regret", "Regret in percent of the least cost", labels, bars));
        evaluation
                .profiles()
                .forEach((profile, figures) -> plots.add(Plots.confusion(
                        "confusion-" + profile.label(),
                        "Cheapest (row) against chosen (column), " + profile.label(),
                        figures.choices().classes(),
                        figures.choices().confusion())));
        return plots;
    }

    private static double[] values(CompressionEvaluation evaluation, Function<ProfileEvaluation, Metric> figure) {
        return Arrays.stream(Profile.values())
                .mapToDouble(
                        profile -> figure.apply(evaluation.profile(profile)).value())
                .toArray();
    }

    private static String judgedOn(List<MeasuredBlock> blocks) {
        long families = blocks.stream().map(MeasuredBlock::family).distinct().count();
        return blocks.size() + " blocks of " + families + " families that it has not seen";
    }

    private static List<String> row(String label, ProfileEvaluation figures) {
        return List.of(
                label,
                shown(figures.model().value()),
                shown(figures.bestFixed().value()),
                shown(figures.profileDefault().value()),
                shown(figures.sizeRule().value()),
                shown(figures.gain().value()),
                shown(figures.gain().low()),
                shown(figures.gain().high()),
                String.format(Locale.ROOT, "%.1f %%", 100 * figures.abstained()));
    }

    private static String shown(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
