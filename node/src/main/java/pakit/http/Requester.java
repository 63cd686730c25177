package pakit.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.spi.context.storage.ContextLocal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import pakit.access.Actor;
import pakit.access.Principal;

/// Who sent the request that an event loop is at. Each request has a context of its own, so requests that share a
/// connection are not mixed up.
final class Requester {
    private static final ContextLocal<Principal> CURRENT = ContextLocal.registerLocal(Principal.class);

    private Requester() {}

    /// To be called before any Vert.x is made: it counts what contexts hold.
    static void prepare() {}

    static void is(Principal principal) {
        Context request = Vertx.currentContext();
        if (request != null) {
            request.putLocal(CURRENT, principal);
        }
    }

    /// `work`, to be run on another thread on behalf of who sent the current request.
    static <T> Callable<T> onBehalf(Callable<T> work) {
        Context request = Vertx.currentContext();
        @Nullable Principal who = request == null ? null : request.getLocal(CURRENT);
        return who == null ? work : () -> Actor.as(who, work);
    }
}
