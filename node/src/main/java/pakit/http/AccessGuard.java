package pakit.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import pakit.access.Access;
import pakit.access.Credentials;
import pakit.access.Role;
import pakit.access.Verdict;

/// Lets requests in whose sender may do what they ask for, and keeps who that is for the history.
final class AccessGuard {
    private static final String CHALLENGE = "Bearer realm=\"pakit\"";
    private static final String WRONG_TOKEN = CHALLENGE + ", error=\"invalid_token\"";

    private final Access access;
    private final RefusalLog log = new RefusalLog(System::nanoTime);

    AccessGuard(Access access) {
        this.access = access;
    }

    /// @throws HttpFailure 401 or 403
    void check(HttpServerRequest request) {
        if (access.isOpen() && request.getHeader(HttpHeaders.AUTHORIZATION) == null) {
            return; // as nearly all who come to such a port
        }
        Optional<Role> wanted = RouteRoles.wanted(request.method(), Objects.requireNonNullElse(request.path(), ""));
        if (wanted.isPresent()) {
            judge(request, access.check(credentials(request), wanted.get()));
        }
    }

    private void judge(HttpServerRequest request, Verdict verdict) {
        switch (verdict) {
            case Verdict.Granted granted -> Requester.is(granted.principal());
            case Verdict.Unknown unknown -> {
                request.response()
                        .putHeader(
                                "WWW-Authenticate",
                                unknown.reason() == Verdict.Reason.MISSING ? CHALLENGE : WRONG_TOKEN);
                throw refused(request, 401, unknown.detail());
            }
            case Verdict.Forbidden forbidden -> throw refused(request, 403, forbidden.detail());
        }
    }

    private HttpFailure refused(HttpServerRequest request, int status, String why) {
        SocketAddress from = request.remoteAddress();
        log.refused(status, from == null ? "nowhere" : from.hostAddress(), why);
        return new HttpFailure(status, why);
    }

    private static Credentials credentials(HttpServerRequest request) {
        return new Credentials(request.getHeader(HttpHeaders.AUTHORIZATION), subject(request));
    }

    private static @Nullable X500Principal subject(HttpServerRequest request) {
        SSLSession session = request.isSSL() ? request.sslSession() : null;
        try {
            return session != null && session.getPeerPrincipal() instanceof X500Principal subject ? subject : null;
        } catch (SSLPeerUnverifiedException e) {
            return null; // it showed none
        }
    }
}
