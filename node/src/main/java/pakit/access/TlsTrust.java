package pakit.access;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Whose certificates one end of a connection believes.
public final class TlsTrust {
    private TlsTrust() {}

    /// Those that lead to an authority of a PEM file.
    ///
    /// @param what the file is, for messages
    /// @throws pakit.error.PakitException.Invalid naming the file, if it cannot be read
    public static X509TrustManager authorities(Path file, String what) {
        List<X509Certificate> authorities = PemFiles.certificates(file, what);
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            for (int i = 0; i < authorities.size(); i++) {
                trusted.setCertificateEntry("authority-" + i, authorities.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(trusted);
            return (X509TrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a key store in memory takes every certificate", e);
        }
    }

    /// Exactly the one whose file is named, under whatever name it is reached: for the verbs of the user whose node it
    /// is.
    public static X509TrustManager exactly(Path certificate) {
        return new PinnedCertificate(
                PemFiles.certificates(certificate, "the certificate").getFirst());
    }

    /// What a client needs to open a connection.
    ///
    /// @param trust empty: the authorities of the JDK
    /// @param identity empty: the client shows no certificate
    public static SSLContext client(Optional<X509TrustManager> trust, Optional<TlsIdentity> identity) {
        KeyManager @Nullable [] keys =
                identity.map(own -> new KeyManager[] {own}).orElse(null);
        TrustManager @Nullable [] trusted =
                trust.map(manager -> new TrustManager[] {manager}).orElse(null);
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trusted, null);
            return context;
        } catch (NoSuchAlgorithmException | KeyManagementException e) {
            throw new IllegalStateException("every JDK speaks TLS", e);
        }
    }
}
