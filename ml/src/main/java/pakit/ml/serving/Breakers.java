package pakit.ml.serving;

import pakit.error.PakitException;

/// The circuit breakers of models, as a server sees them: it does not know what they are made of.
@FunctionalInterface
public interface Breakers {
    /// `CLOSED`, `OPEN` or `HALF_OPEN`.
    String state(String model);

    /// Closes the breaker and forgets its recent calls; ends what was forced.
    default void resetCircuitBreaker(String model) {}

    /// Keeps everybody from asking the model, or lets everybody ask it whatever comes of it, until
    /// [#resetCircuitBreaker].
    default void force(String model, Forced position) {}

    /// Where an operator may hold a breaker.
    enum Forced {
        OPEN,
        CLOSED;

        /// @throws PakitException.Invalid if it is neither `open` nor `closed`
        public static Forced of(String position) {
            return switch (position) {
                case "open" -> OPEN;
                case "closed" -> CLOSED;
                default ->
                    throw new PakitException.Invalid("'position' must be open or closed, found '" + position + "'");
            };
        }
    }

    /// Another version of the model answers from now on: what its predecessor did is not held against it. What an
    /// operator has forced stays.
    default void versionChanged(String model) {}
}
