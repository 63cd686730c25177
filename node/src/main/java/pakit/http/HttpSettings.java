package pakit.http;

import java.time.Duration;
import pakit.error.PakitException;

/// How the port behaves.
///
/// @param port 0 for any free one
/// @param eventLoops threads that serve connections
/// @param jsonBytesMax of a request's JSON body; uploads of trees are not limited
/// @param putsMax uploads at the same time; more are answered 429
/// @param silenceMax how long a client may send or take nothing
/// @param stopMax how long running requests may go on after a stop
/// @param protection against whoever reaches it
public record HttpSettings(
        String host,
        int port,
        int eventLoops,
        int jsonBytesMax,
        int putsMax,
        Duration silenceMax,
        Duration stopMax,
        Protection protection) {
    /// The loopback interface, which needs no credentials.
    public static final String DEFAULT_HOST = "127.0.0.1";

    private static final int EVENT_LOOPS_MAX = 8;
    private static final int JSON_BYTES_MAX = 16 << 20;
    private static final int PUTS_MAX = 8;

    /// @throws PakitException.Invalid if `host` is not a loopback address and too little stands before it, or naming
    /// the
    ///     figure that is out of bounds
    public HttpSettings {
        protection.requireEnoughFor(host);
        require("port", port, 0, 65_535);
        require("eventLoops", eventLoops, 1, 1024);
        require("jsonBytesMax", jsonBytesMax, 1, Integer.MAX_VALUE);
        require("putsMax", putsMax, 1, Integer.MAX_VALUE);
    }

    /// The defaults: one event loop a core (at most 8), JSON up to 16 MiB, 8 uploads, one minute of silence, ten
    /// seconds to stop.
    public static HttpSettings on(String host, int port) {
        int loops = Math.min(EVENT_LOOPS_MAX, Runtime.getRuntime().availableProcessors());
        return new HttpSettings(
                host,
                port,
                loops,
                JSON_BYTES_MAX,
                PUTS_MAX,
                Duration.ofMinutes(1),
                Duration.ofSeconds(10),
                Protection.NONE);
    }

    private static void require(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new PakitException.Invalid(name + " must be " + min + " to " + max + ", found " + value);
        }
    }
}
