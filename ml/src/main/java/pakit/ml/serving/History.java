package pakit.ml.serving;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import pakit.ml.models.ModelVersion;

/// What the lines of a journal say, oldest first. Immutable; what takes a walk over all lines is found out once, since
/// a swap asks for it several times and a journal has thousands of lines.
final class History {
    private final List<Activation> lines;
    private final Standing standing;
    private final Optional<ModelVersion> challenger;

    History(List<Activation> lines) {
        this.lines = List.copyOf(lines);
        this.standing = Standing.after(this.lines);
        this.challenger = challenger(this.lines);
    }

    List<Activation> lines() {
        return lines;
    }

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
        return challenger;
    }

    private static Optional<ModelVersion> challenger(List<Activation> lines) {
        Optional<ModelVersion> challenger = Optional.empty();
        for (Activation line : lines) {
            if (line.kind().equals(Activation.CHALLENGER)) {
                challenger = Optional.of(line.version());
            } else if (line.kind().equals(Activation.CHALLENGER_REMOVED)
                    || line.makesLive()
                            && challenger.filter(line.version()::equals).isPresent()) {
                challenger = Optional.empty();
            }
        }
        return challenger;
    }

    /// How the files of `version` were when they were last deleted.
    Optional<String> deleted(ModelVersion version) {
        return last(line ->
                        line.kind().equals(Activation.CLEANUP) && line.version().equals(version))
                .map(Activation::reason);
    }

    Standing standing() {
        return standing;
    }

    private Optional<Activation> last(Predicate<Activation> wanted) {
        return lines.reversed().stream().filter(wanted).findFirst();
    }
}
