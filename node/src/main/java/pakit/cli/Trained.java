package pakit.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pakit.cli.Registration.Registered;
import pakit.codec.Profile;
import pakit.ml.models.CompressionEvaluation.ProfileEvaluation;
import pakit.ml.models.Manifest;
import pakit.ml.models.Metric;
import pakit.training.TrainingResult;

/// A trained model and what became of it.
///
/// @param directory where its artifact was written, if it was
/// @param registered what became of its registration, if one was asked for
record Trained(TrainingResult result, Optional<Path> directory, Optional<Registered> registered) {
    /// The JSON of `pakit train`.
    record All(List<Answer> models) {}

    /// @param directory of the artifact, absent where none was asked for
    /// @param metrics on families that it has not seen
    /// @param baselines the same figures of the rules it has to beat
    /// @param unreadable the first of what could not be read, and why
    record Answer(
            String name,
            String version,
            long seed,
            @Nullable String directory,
            boolean registered,
            boolean live,
            String payloadSha256,
            String measurementsSha256,
            Map<String, Metric> metrics,
            Map<String, Metric> baselines,
            Map<String, String> data,
            List<String> unreadable) {}

    Answer answer() {
        Manifest manifest = result.artifact().manifest();
        return new Answer(
                manifest.name(),
                manifest.version().text(),
                manifest.seed(),
                directory.map(Path::toString).orElse(null),
                registered.isPresent(),
                registered.filter(Registered.Live.class::isInstance).isPresent(),
                manifest.payloadSha256(),
                result.measurementsSha256(),
                manifest.metrics(),
                manifest.baselines(),
                manifest.data(),
                result.unreadable());
    }

    /// Regret in percent above the codec that was cheapest in hindsight, and points saved against the best fixed one.
    Table table() {
        Table table = new Table(
                "PROFILE",
                ">REGRET %",
                ">BEST FIXED",
                ">DEFAULT",
                ">SIZE RULE",
                ">GAIN",
                ">95 % FROM",
                ">TO",
                ">ABSTAINED");
        for (Profile profile : Profile.values()) {
            ProfileEvaluation figures = result.evaluation().profile(profile);
            table.row(
                    profile.name().toLowerCase(Locale.ROOT),
                    shown(figures.model().value()),
                    shown(figures.bestFixed().value()),
                    shown(figures.profileDefault().value()),
                    shown(figures.sizeRule().value()),
                    shown(figures.gain().value()),
                    shown(figures.gain().low()),
                    shown(figures.gain().high()),
                    Figures.percent(figures.abstained()));
        }
        return table;
    }

    private static String shown(double value) {
        return "%.3f".formatted(value);
    }
}
