package pakit.ml.integration;

import java.time.Duration;

/// When a breaker opens and how it tries again. The window counts calls, not seconds: at microseconds a call a hundred
/// calls are over before a clock has moved.
///
/// @param windowCalls how many of the last calls are judged
/// @param callsMin fewer than these are not judged
/// @param failureRateMax 0..1: at this share of failures it opens
/// @param slowCall a call that takes longer is slow
/// @param slowRateMax 0..1: at this share of slow calls it opens
/// @param openFor how long nobody asks the model after that
/// @param halfOpenCalls how many calls are then let through; when all have ended they are judged by the same rates
public record BreakerSettings(
        int windowCalls,
        int callsMin,
        double failureRateMax,
        Duration slowCall,
        double slowRateMax,
        Duration openFor,
        int halfOpenCalls) {
    /// 100 calls, at least 20, half of them failed or over 5 ms (the deployment guide's threshold); 5 s; 10 calls.
    public static final BreakerSettings DEFAULT =
            new BreakerSettings(100, 20, 0.5, Duration.ofMillis(5), 0.5, Duration.ofSeconds(5), 10);

    public BreakerSettings {
        if (windowCalls < 1 || callsMin < 1 || callsMin > windowCalls || halfOpenCalls < 1) {
            throw new IllegalArgumentException("need 1 <= callsMin <= windowCalls and 1 <= halfOpenCalls, found "
                    + callsMin + ", " + windowCalls + ", " + halfOpenCalls);
        }
        requireShare("failureRateMax", failureRateMax);
        requireShare("slowRateMax", slowRateMax);
        if (!slowCall.isPositive() || !openFor.isPositive()) {
            throw new IllegalArgumentException(
                    "slowCall and openFor must be positive, found " + slowCall + ", " + openFor);
        }
    }

    private static void requireShare(String name, double value) {
        if (!(value > 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be above 0 and at most 1, found " + value);
        }
    }
}
