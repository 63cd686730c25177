package pakit.http;

import java.net.URI;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import pakit.access.Token;

/// Where a node is, and how to get in.
///
/// @param uri of the port, such as `https://127.0.0.1:8080`
/// @param tls for `https`: whom to believe, and what to show; empty: the JDK's authorities, nothing
public record NodeAddress(URI uri, Optional<Token> token, Optional<SSLContext> tls) {
    /// A port that wants nothing.
    public static NodeAddress open(URI uri) {
        return new NodeAddress(uri, Optional.empty(), Optional.empty());
    }
}
