package pakit.http;

import java.time.Duration;
import pakit.error.PakitException;

/// What the port takes at most.
///
/// @param jsonBytesMax of a request's JSON body, and of an inference request; uploads of trees are not limited
/// @param uploadsMax at the same time; more are answered 429
/// @param largeInferencesMax of more than 64 KiB, at the same time; more are answered 429
/// @param connectionsMax at the same time; more are closed at once
/// @param silenceMax how long a client may send or take nothing
/// @param stopMax how long running requests may go on after a stop
public record HttpLimits(
        int jsonBytesMax,
        int uploadsMax,
        int largeInferencesMax,
        int connectionsMax,
        Duration silenceMax,
        Duration stopMax) {
    public static final HttpLimits DEFAULT =
            new HttpLimits(16 << 20, 8, 8, 4096, Duration.ofMinutes(1), Duration.ofSeconds(10));

    /// @throws PakitException.Invalid naming the figure that is out of bounds
    public HttpLimits {
        require("jsonBytesMax", jsonBytesMax);
        require("uploadsMax", uploadsMax);
        require("largeInferencesMax", largeInferencesMax);
        require("connectionsMax", connectionsMax);
        require("silenceMax", silenceMax);
        require("stopMax", stopMax);
    }

    private static void require(String name, Duration value) {
        if (value.toMillis() < 1) {
            throw new PakitException.Invalid(name + " must be at least 1 ms, found " + value);
        }
    }

    private static void require(String name, int value) {
        if (value < 1) {
            throw new PakitException.Invalid(name + " must be at least 1, found " + value);
        }
    }
}
