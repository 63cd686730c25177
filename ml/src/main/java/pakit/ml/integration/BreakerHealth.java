package pakit.ml.integration;

/// What a model's circuit breaker has seen.
///
/// @param state `CLOSED`, `OPEN` or `HALF_OPEN`
/// @param successRate 0..1 over the recent calls; 1 if there are none
/// @param failures since start
/// @param recentFailures among the calls of the window
public record BreakerHealth(String state, double successRate, long failures, int recentFailures) {}
