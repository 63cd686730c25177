package pakit.http;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import pakit.access.Access;
import pakit.access.Loopback;
import pakit.error.PakitException;

/// What stands between a port and whoever reaches it.
///
/// @param tls empty: connections are not encrypted
/// @param names under which the node is known, beside those of the loopback interface
public record Protection(Access access, Optional<ServerTls> tls, Set<String> names, Cleartext cleartext) {
    private static final Duration REFRESH_EVERY = Duration.ofSeconds(1);

    /// Nothing, which is for the loopback interface only.
    public static final Protection NONE =
            new Protection(Access.open(), Optional.empty(), Set.of(), Cleartext.ON_LOOPBACK_ONLY);

    /// Where tokens may cross the wire unencrypted.
    public enum Cleartext {
        ON_LOOPBACK_ONLY,
        /// Behind a proxy that encrypts.
        ANYWHERE
    }

    public Protection {
        names = Set.copyOf(names);
    }

    /// @throws PakitException.Invalid if `host` is not known, or not a loopback address and too little stands before it
    void requireEnoughFor(String host) {
        if (Loopback.is(host)) {
            return;
        }
        if (access.isOpen()) {
            throw new PakitException.Invalid("host '" + host + "' is refused: whoever reaches the port might read and"
                    + " delete everything, because it asks for no credentials. Make a token with 'pakit token new NAME"
                    + " --role operator' and set serve.tokens (--tokens FILE), or let clients show certificates with"
                    + " serve.tls.client-ca; or use " + HttpSettings.DEFAULT_HOST);
        }
        if (tls.isEmpty() && cleartext == Cleartext.ON_LOOPBACK_ONLY) {
            throw new PakitException.Invalid("host '" + host + "' is refused: tokens would cross the network"
                    + " unencrypted. Set serve.tls.certificate and serve.tls.key; or, if a proxy before this port"
                    + " encrypts, serve.allow-cleartext-tokens=true");
        }
    }

    /// Takes over changes of files for as long as `vertx` runs.
    void refreshOn(Vertx vertx) {
        if (!access.isOpen() || tls.isPresent()) {
            vertx.setTimer(
                    REFRESH_EVERY.toMillis(),
                    due -> vertx.executeBlocking(this::refresh).onComplete(done -> refreshOn(vertx)));
        }
    }

    private boolean refresh() {
        access.refresh();
        tls.ifPresent(encryption -> encryption.identity().refresh());
        return true;
    }
}
