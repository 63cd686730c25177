package pakit.access;

import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/// What a request brings to prove who sends it.
///
/// @param authorization of the header or the metadata of that name, such as `Bearer pakit_…`
/// @param subject of the client's certificate, which the handshake has verified
public record Credentials(
        @Nullable String authorization, @Nullable X500Principal subject) {
    /// Says whether there is something, never what.
    @Override
    public String toString() {
        return "Credentials[authorization=" + (authorization == null ? "none" : "given") + ", subject=" + subject + "]";
    }
}
