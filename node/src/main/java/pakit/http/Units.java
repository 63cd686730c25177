package pakit.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import pakit.ml.experiment.ABTestFramework;

/// On whose behalf a request is sent: what experiments treat alike.
final class Units {
    /// The header that names the user.
    static final String HEADER = "X-Pakit-User";

    private static final CharSequence NAME = HttpHeaders.createOptimized(HEADER);

    private Units() {}

    /// The user that the request names.
    ///
    /// @throws pakit.error.PakitException.Invalid if it cannot be one
    static Optional<String> user(HttpServerRequest request) {
        return Optional.ofNullable(request.getHeader(NAME)).map(ABTestFramework::requireUnit);
    }
}
