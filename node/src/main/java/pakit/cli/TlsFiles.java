package pakit.cli;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import pakit.access.TlsIdentity;
import pakit.error.PakitException;

/// Where a certificate and its key lie: both or neither.
record TlsFiles(Optional<Path> certificate, Optional<Path> key) {
    /// @param section what `config` is of, for messages
    /// @param home where files lie whose paths are relative
    static TlsFiles of(Config config, String section, Path home) {
        TlsFiles files = new TlsFiles(file(config, "tls.certificate", home), file(config, "tls.key", home));
        if (files.certificate.isPresent() != files.key.isPresent()) {
            throw new PakitException.Invalid("configuration: " + section + ".tls.certificate and " + section
                    + ".tls.key belong together, found only one of them");
        }
        return files;
    }

    /// The file that `key` names; empty if it names none.
    static Optional<Path> file(Config config, String key, Path home) {
        String path = config.getString(key);
        return path.isEmpty() ? Optional.empty() : Optional.of(home.resolve(path));
    }

    /// Reads both.
    ///
    /// @throws PakitException.Invalid naming the file that is wrong
    Optional<TlsIdentity> identity(InstantSource clock) {
        return certificate.flatMap(shown -> key.map(secret -> TlsIdentity.open(shown, secret, clock)));
    }
}
