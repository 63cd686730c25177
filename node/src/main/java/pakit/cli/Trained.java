package pakit.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pakit.cli.Registration.Registered;
import pakit.ml.models.Manifest;
import pakit.ml.models.Metric;
import pakit.training.TrainingResult;

/// A trained model and what became of it.
///
/// @param baseline that was fitted beside it, only to be compared with
/// @param directory where its artifact was written, if it was
/// @param registered what became of its registration, if one was asked for
record Trained(
        TrainingResult result, Optional<String> baseline, Optional<Path> directory, Optional<Registered> registered) {
    /// The JSON of `pakit train`.
    record All(List<Answer> models) {}

    /// @param baseline absent but where one was fitted beside it, only to be compared with
    /// @param directory of the artifact, absent where none was asked for
    /// @param metrics on data that it has not seen
    /// @param baselines the same figures of the rules it has to beat
    /// @param unreadable the first of what could not be read, and why
    record Answer(
            String name,
            String version,
            long seed,
            @Nullable String baseline,
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
                baseline.orElse(null),
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
}
