package pakit.ml.serving;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import pakit.ml.models.ModelVersion;

/// What the lines of a journal say, oldest first. Pure.
record History(List<Activation> lines) {
    /// The line by which a version was live at `time`; empty before the first. Where the clock was set back, the line
    /// that was written last counts.
    Optional<Activation> liveAt(Instant time) {
        return last(line -> line.makesLive() && !line.at().isAfter(time));
    }

    /// The version that served last.
    Optional<ModelVersion> served() {
        return last(Activation::makesLive).map(Activation::version);
    }

    /// When `version` last became live.
    Optional<Instant> deployedAt(ModelVersion version) {
        return last(line -> line.makesLive() && line.version().equals(version)).map(Activation::at);
    }

    /// Empty once it was removed, or went live itself.
    Optional<ModelVersion> challenger() {
        return last(line -> line.kind().equals(Activation.CHALLENGER)
                        || line.kind().equals(Activation.CHALLENGER_REMOVED)
                        || overtakes(line))
                .filter(line -> line.kind().equals(Activation.CHALLENGER))
                .map(Activation::version);
    }

    /// How the files of `version` were when they were last deleted.
    Optional<String> deleted(ModelVersion version) {
        return last(line ->
                        line.kind().equals(Activation.CLEANUP) && line.version().equals(version))
                .map(Activation::reason);
    }

    Standing standing() {
        return Standing.after(lines);
    }

    private boolean overtakes(Activation line) {
        return line.makesLive() && named().filter(line.version()::equals).isPresent();
    }

    private Optional<ModelVersion> named() {
        return last(line -> line.kind().equals(Activation.CHALLENGER)).map(Activation::version);
    }

    private Optional<Activation> last(Predicate<Activation> wanted) {
        return lines.reversed().stream().filter(wanted).findFirst();
    }
}
