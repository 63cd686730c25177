package pakit.ml.serving;

/// The circuit breakers of models, as a server sees them: it does not know what they are made of.
@FunctionalInterface
public interface Breakers {
    /// `CLOSED`, `OPEN` or `HALF_OPEN`.
    String state(String model);

    /// Closes the breaker and forgets its recent calls; ends what was forced.
    default void resetCircuitBreaker(String model) {}

    /// Another version of the model answers from now on: what its predecessor did is not held against it. What an
    /// operator has forced stays.
    default void versionChanged(String model) {}
}
