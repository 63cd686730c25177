package pakit.cli;

import com.typesafe.config.Config;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import pakit.access.Access;
import pakit.access.AccessFile;
import pakit.access.Role;
import pakit.access.TlsIdentity;
import pakit.access.TlsTrust;
import pakit.access.Token;
import pakit.error.PakitException;
import pakit.http.AccessLogTarget.ToFile;
import pakit.http.AccessLogTarget.ToStream;
import pakit.http.HttpLimits;
import pakit.http.HttpSettings;
import pakit.http.Protection;
import pakit.http.ServerTls;

/// What `serve` in the configuration says: where the port is, how much it takes, who is let in. Names files; opens none
/// before [#http].
///
/// @param eventLoops 0: one a core, 8 at most
/// @param tokens the access file
/// @param names under which the node is known
/// @param accessLog `-` for standard output
/// @param clientRole of certificates whose subject the access file does not name; empty: they are refused
record ServeSettings(
        String host,
        int port,
        int eventLoops,
        HttpLimits limits,
        Optional<Path> tokens,
        Set<String> names,
        Protection.Cleartext cleartext,
        TlsFiles tls,
        Optional<Path> clientCa,
        Optional<Role> clientRole,
        Optional<Path> accessLog) {
    /// @param home where files lie whose paths are relative
    static ServeSettings of(Config serve, Path home) {
        return new ServeSettings(
                serve.getString("host"),
                serve.getInt("port"),
                serve.getInt("event-loops"),
                limits(serve),
                TlsFiles.file(serve, "tokens", home),
                words(serve.getString("names")),
                serve.getBoolean("allow-cleartext-tokens")
                        ? Protection.Cleartext.ANYWHERE
                        : Protection.Cleartext.ON_LOOPBACK_ONLY,
                TlsFiles.of(serve, "serve", home),
                TlsFiles.file(serve, "tls.client-ca", home),
                role(serve.getString("tls.client-role")),
                TlsFiles.file(serve, "access-log", home));
    }

    private static HttpLimits limits(Config serve) {
        return new HttpLimits(
                Math.toIntExact(serve.getBytes("json-bytes-max")),
                serve.getInt("uploads-max"),
                serve.getInt("large-inferences-max"),
                serve.getInt("connections-max"),
                serve.getDuration("silence-max"),
                serve.getDuration("stop-max"));
    }

    private static Set<String> words(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Optional<Role> role(String label) {
        try {
            return label.equals("none") ? Optional.empty() : Optional.of(Role.parse(label));
        } catch (PakitException.Invalid e) {
            throw new PakitException.Invalid(
                    "configuration: serve.tls.client-role must be none, reader or operator, found '" + label + "'", e);
        }
    }

    /// Reads the files and settles how the port is to behave.
    ///
    /// @param local the token of the verbs on the node's own home
    /// @param out standard output
    /// @throws PakitException.Invalid naming the file or the key that is wrong, or if the host needs more protection
    HttpSettings http(Token local, PrintStream out) {
        Optional<TlsIdentity> identity = tls.identity(InstantSource.system());
        if (clientCa.isPresent() && identity.isEmpty()) {
            throw new PakitException.Invalid(
                    "serve.tls.client-ca needs encryption: set serve.tls.certificate and serve.tls.key");
        }
        Optional<ServerTls> encryption = identity.map(
                own -> new ServerTls(own, clientCa.map(file -> TlsTrust.authorities(file, "serve.tls.client-ca"))));
        HttpSettings defaults = HttpSettings.on(HttpSettings.DEFAULT_HOST, port);
        return new HttpSettings(
                host,
                port,
                eventLoops == 0 ? defaults.eventLoops() : eventLoops,
                limits,
                new Protection(access(local), encryption, names, cleartext),
                accessLog.map(file -> logsToStandardOutput() ? new ToStream(out) : new ToFile(file)));
    }

    boolean logsToStandardOutput() {
        return accessLog.filter(file -> file.endsWith("-")).isPresent();
    }

    private Access access(Token local) {
        if (tokens.isEmpty() && clientCa.isEmpty()) {
            return Access.open(local);
        }
        if (tokens.isEmpty() && clientRole.isEmpty()) {
            throw new PakitException.Invalid("nobody could get in: serve.tls.client-ca is set, but neither"
                    + " serve.tls.client-role nor serve.tokens says what certificates may do");
        }
        return Access.guarded(tokens.map(AccessFile::open), clientRole, local);
    }
}
