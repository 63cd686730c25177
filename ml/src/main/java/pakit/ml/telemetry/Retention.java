package pakit.ml.telemetry;

import java.time.Duration;
import pakit.error.PakitException;

/// How long events are kept, and in how many bytes of the file: what is older, or too much, goes, the oldest first.
public record Retention(Duration ageMax, long bytesMax) {
    /// A month, and some five million events.
    public static final Retention STANDARD = new Retention(Duration.ofDays(30), 64L << 20);

    static final long BYTES_MAX_MIN = 64L << 10;

    public Retention {
        if (!ageMax.isPositive()) {
            throw new PakitException.Invalid("telemetry.age-max must be longer than nothing, found " + ageMax);
        }
        if (bytesMax < BYTES_MAX_MIN) {
            throw new PakitException.Invalid(
                    "telemetry.size-max must be at least " + BYTES_MAX_MIN + " bytes, found " + bytesMax);
        }
    }
}
