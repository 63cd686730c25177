package pakit.ml.serving;

import java.util.Locale;

/// How a model failed. Input that is refused before the model is asked is not a failure of the model and not counted.
public enum ErrorKind {
    /// It threw.
    FAILED,
    /// It answered what is not a finite number.
    NOT_FINITE,
    /// It answered finite numbers of which no hint can be made.
    UNUSABLE;

    /// A label of `/metrics`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
