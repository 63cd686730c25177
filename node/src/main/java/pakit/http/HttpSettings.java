package pakit.http;

import java.util.Optional;
import pakit.error.PakitException;

/// How the port behaves.
///
/// @param port 0 for any free one
/// @param eventLoops threads that serve connections
/// @param protection against whoever reaches it
/// @param accessLog empty for none
public record HttpSettings(
        String host,
        int port,
        int eventLoops,
        HttpLimits limits,
        Protection protection,
        Optional<AccessLogTarget> accessLog) {
    /// The loopback interface, which needs no credentials.
    public static final String DEFAULT_HOST = "127.0.0.1";

    private static final int EVENT_LOOPS_MAX = 8;

    /// @throws PakitException.Invalid if `host` is not a loopback address and too little stands before it, or naming
    ///     the figure that is out of bounds
    public HttpSettings {
        protection.requireEnoughFor(host);
        require("port", port, 0, 65_535);
        require("eventLoops", eventLoops, 1, 1024);
    }

    /// The defaults: one event loop a core (at most 8), and [HttpLimits#DEFAULT].
    public static HttpSettings on(String host, int port) {
        int loops = Math.min(EVENT_LOOPS_MAX, Runtime.getRuntime().availableProcessors());
        return new HttpSettings(host, port, loops, HttpLimits.DEFAULT, Protection.NONE, Optional.empty());
    }

    private static void require(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new PakitException.Invalid(name + " must be " + min + " to " + max + ", found " + value);
        }
    }
}
