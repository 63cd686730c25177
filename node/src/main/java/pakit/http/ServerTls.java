package pakit.http;

import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.X509TrustManager;
import pakit.access.TlsIdentity;

/// Encryption of the port.
///
/// @param identity how the node proves who it is
/// @param clients whose certificates are believed, if clients may show some. A client that shows none has to have a
///     token; one that shows a wrong one is cut off in the handshake.
public record ServerTls(TlsIdentity identity, Optional<X509TrustManager> clients) {
    private static final Duration HANDSHAKE_MAX = Duration.ofSeconds(10);
    private static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");

    /// @param silenceMax how long a client may take to shake hands
    void applyTo(HttpServerOptions options, Duration silenceMax) {
        options.setSsl(true)
                .setUseAlpn(true)
                .setSslHandshakeTimeout(Math.min(HANDSHAKE_MAX.toMillis(), silenceMax.toMillis()))
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setEnabledSecureTransportProtocols(PROTOCOLS)
                .setKeyCertOptions(KeyCertOptions.wrap(identity));
        clients.ifPresent(
                trusted -> options.setTrustOptions(TrustOptions.wrap(trusted)).setClientAuth(ClientAuth.REQUEST));
    }
}
