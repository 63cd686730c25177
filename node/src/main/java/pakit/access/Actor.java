package pakit.access;

import java.util.Optional;
import java.util.concurrent.Callable;

/// On whose behalf the current thread works, where a request has said so: what the history of models names.
///
/// A scoped value, because the way from a port to the history leads through operations that have nothing to do with
/// who asks, and are the same for a verb that works on its home directly.
public final class Actor {
    private static final ScopedValue<Principal> CURRENT = ScopedValue.newInstance();

    private Actor() {}

    /// Runs `work` on behalf of `principal`.
    public static <T> T as(Principal principal, Callable<T> work) throws Exception {
        return ScopedValue.where(CURRENT, principal).call(work::call);
    }

    /// The name of who asks; empty where nobody said.
    public static Optional<String> name() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get().name()) : Optional.empty();
    }
}
