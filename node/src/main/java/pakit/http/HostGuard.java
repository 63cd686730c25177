package pakit.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Keeps web pages from elsewhere out of a port that asks for no credentials, or that believes a certificate which the
/// browser shows unasked. Such a page reaches the port through the browser of somebody who may: by its address, then
/// the browser sends an `Origin`; or by a name of the page's own that it made point here, then `Host` says that name.
final class HostGuard {
    /// Whoever goes to an address goes there by no name that could have been made to point here.
    private static final Pattern ADDRESS =
            Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[?[0-9a-fA-F:.]*:[0-9a-fA-F:.]*]?");

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private final Set<String> names;

    /// @param names under which this node is known, beside those of the loopback interface
    HostGuard(Set<String> names) {
        this.names = new HashSet<>(LOOPBACK);
        names.forEach(name -> this.names.add(name.toLowerCase(Locale.ROOT)));
    }

    /// @throws HttpFailure 403 for a host that is not this node, or a page from elsewhere
    void check(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        if (authority != null && !isOurs(authority.host()) && !isAddress(authority.host())) {
            throw new HttpFailure(
                    403,
                    "host '" + authority.host() + "' is not this machine; use 127.0.0.1, or add it to serve.names");
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null && !isOurs(hostOf(origin)) && !isOwnPage(origin, authority)) {
            throw new HttpFailure(403, "pages from '" + origin + "' may not use this node");
        }
    }

    private static boolean isAddress(String host) {
        return ADDRESS.matcher(host).matches();
    }

    /// Whether the page was asked for under the very address that this request was sent to.
    private static boolean isOwnPage(String origin, @Nullable HostAndPort authority) {
        return authority != null && origin.endsWith("://" + authority);
    }

    private static @Nullable String hostOf(String origin) {
        try {
            return URI.create(origin).getHost();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private boolean isOurs(@Nullable String host) {
        return host != null && names.contains(host.toLowerCase(Locale.ROOT));
    }
}
