package pakit.ml.integration;

import java.time.Instant;

/// What a model's circuit breaker has seen.
///
/// @param state `CLOSED`, `OPEN` or `HALF_OPEN`
/// @param forced whether an operator has put it into that state
/// @param since when it got into that state
/// @param successRate 0..1 over the calls by which the state is judged, or was when it was entered; 1 if there are none
/// @param failures since start
/// @param recentFailures among the calls of that rate
public record BreakerHealth(
        String state, boolean forced, Instant since, double successRate, long failures, int recentFailures) {}
