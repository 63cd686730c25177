package pakit.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keeps web pages out of a port that asks for no credentials. A page from elsewhere reaches it through the browser on
/// this machine: by its address, then the browser sends an `Origin`; or by a name of the page's own that it made point
/// here, then `Host` says that name.
final class LoopbackGuard {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private LoopbackGuard() {}

    static void check(HttpServerRequest http) {
        HostAndPort authority = http.authority();
        if (authority != null && !isLoopback(authority.host())) {
            throw new HttpFailure(403, "host '" + authority.host() + "' is not this machine; use 127.0.0.1");
        }
        String origin = http.getHeader(HttpHeaders.ORIGIN);
        if (origin != null && !isLoopback(hostOf(origin))) {
            throw new HttpFailure(403, "pages from '" + origin + "' may not use this node");
        }
    }

    private static @Nullable String hostOf(String origin) {
        try {
            return URI.create(origin).getHost();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean isLoopback(@Nullable String host) {
        return host != null && LOOPBACK.contains(host);
    }
}
