package pakit.cli;

import com.typesafe.config.Config;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import pakit.access.Loopback;
import pakit.access.TlsIdentity;
import pakit.access.TlsTrust;
import pakit.access.Token;
import pakit.error.PakitException;
import pakit.http.NodeAddress;
import pakit.node.NodeFile;

/// What `client` in the configuration says: how verbs get into a node. Names files; opens none before it is needed.
///
/// @param ca whose certificates are believed; empty: those that the JDK believes
record ClientSettings(Optional<Path> tokenFile, Optional<Path> ca, TlsFiles tls) {
    /// @param home where files lie whose paths are relative
    static ClientSettings of(Config client, Path home) {
        return new ClientSettings(
                TlsFiles.file(client, "token-file", home),
                TlsFiles.file(client, "tls.ca", home),
                TlsFiles.of(client, "client", home));
    }

    /// A node somewhere.
    ///
    /// @param given a token that the user names for this run
    NodeAddress to(URI uri, Optional<Token> given) {
        Optional<Token> token = given.or(this::token);
        if (!"https".equals(uri.getScheme())) {
            requireLoopback(uri, token);
            return new NodeAddress(uri, token, Optional.empty());
        }
        return new NodeAddress(
                uri, token, Optional.of(context(ca.map(file -> TlsTrust.authorities(file, "client.tls.ca")))));
    }

    /// The node of a home of this user, which says itself how to get in.
    NodeAddress to(NodeFile node, Optional<Token> given) {
        Optional<Token> token = given.or(this::token)
                .or(() -> Optional.ofNullable(node.token()).map(text -> Token.parse(text, "node.json")));
        Optional<SSLContext> context = Optional.ofNullable(node.certificate())
                .map(file -> context(Optional.of(TlsTrust.exactly(Path.of(file)))));
        return new NodeAddress(node.address(), token, context);
    }

    private Optional<Token> token() {
        return tokenFile.map(Token::read);
    }

    private SSLContext context(Optional<X509TrustManager> trust) {
        Optional<TlsIdentity> identity = tls.identity(InstantSource.system());
        return TlsTrust.client(trust, identity);
    }

    private static void requireLoopback(URI uri, Optional<Token> token) {
        if (token.isPresent() && !Loopback.is(uri.getHost())) {
            throw new PakitException.Invalid("the token is not sent to " + uri + ", because it would cross the network"
                    + " unencrypted; use https");
        }
    }
}
