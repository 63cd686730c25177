package pakit.load;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import pakit.error.PakitException;

/// How a load test goes.
///
/// @param requests to send and to count
/// @param concurrency callers at the same time
/// @param rate requests a second, whether or not earlier ones have been answered; empty: each caller sends its next
///     request when the last one is answered
/// @param swapEvery changes the live version this often during half of the test; empty: never
/// @param warmUp sent before anything is counted, for this long
/// @param timeMax after this the test ends, whatever is left to send
public record LoadPlan(
        long requests,
        int concurrency,
        OptionalDouble rate,
        Optional<Duration> swapEvery,
        Duration warmUp,
        Duration timeMax) {
    private static final int CONCURRENCY_MAX = 1_000;
    private static final double RATE_MAX = 1e6;
    private static final Duration SWAP_EVERY_MIN = Duration.ofMillis(1);

    /// @throws PakitException.Invalid naming the figure that is out of bounds
    public LoadPlan {
        require("requests", requests >= 1, "at least 1", requests);
        require(
                "concurrency",
                concurrency >= 1 && concurrency <= CONCURRENCY_MAX,
                "1 to " + CONCURRENCY_MAX,
                concurrency);
        rate.ifPresent(given -> require("rate", given > 0 && given <= RATE_MAX, "above 0, at most 1000000", given));
        swapEvery.ifPresent(
                given -> require("swap-every", given.compareTo(SWAP_EVERY_MIN) >= 0, "at least 1 ms", given));
        require("warm-up", !warmUp.isNegative(), "0 s or more", warmUp);
        require("time-max", timeMax.isPositive(), "above 0 s", timeMax);
    }

    /// As fast as it is answered, after a second of warm-up, for five minutes at most.
    public static LoadPlan of(long requests, int concurrency) {
        return new LoadPlan(
                requests,
                concurrency,
                OptionalDouble.empty(),
                Optional.empty(),
                Duration.ofSeconds(1),
                Duration.ofMinutes(5));
    }

    private static void require(String name, boolean holds, String allowed, Object found) {
        if (!holds) {
            throw new PakitException.Invalid(name + " must be " + allowed + ", found " + found);
        }
    }
}
