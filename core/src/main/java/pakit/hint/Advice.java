package pakit.hint;

import java.util.Objects;

/// What an advisor answers: a hint with its origin, or silence with its reason, so that baseline traffic is counted.
///
/// @param <H> the kind of hint that was asked for
public sealed interface Advice<H extends Hint> {
    /// A hint, and who gave it.
    ///
    /// @param model name of the model, such as `compression_predictor`
    /// @param version its version, such as `1.0.0`
    record Suggested<H extends Hint>(H hint, String model, String version) implements Advice<H> {
        public Suggested {
            Objects.requireNonNull(hint, "hint");
            Objects.requireNonNull(model, "model");
            Objects.requireNonNull(version, "version");
        }
    }

    /// No hint.
    record Silent<H extends Hint>(Silence reason) implements Advice<H> {
        public Silent {
            Objects.requireNonNull(reason, "reason");
        }
    }

    static <H extends Hint> Advice<H> silent(Silence reason) {
        return new Silent<>(reason);
    }
}
