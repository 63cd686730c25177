package pakit.access;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import pakit.error.PakitException;

/// Certificates and keys as they lie on disk: PEM.
final class PemFiles {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s*([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String PKCS8 = "PRIVATE KEY";
    private static final String CONVERT = "; convert it: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW";

    private PemFiles() {}

    /// All certificates of `file`, in its order.
    ///
    /// @param what it is, for messages
    /// @throws PakitException.Invalid naming the file, if it holds none or one that cannot be read
    static List<X509Certificate> certificates(Path file, String what) {
        Matcher blocks = BLOCK.matcher(SecretFile.readOpen(file, what));
        List<X509Certificate> found = blocks.results()
                .filter(block -> block.group(1).equals(CERTIFICATE))
                .map(block -> certificate(block.group(), file, what))
                .toList();
        if (found.isEmpty()) {
            throw new PakitException.Invalid(what + " " + file + " holds no certificate in PEM (BEGIN CERTIFICATE)");
        }
        return found;
    }

    private static X509Certificate certificate(String block, Path file, String what) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(block.getBytes(StandardCharsets.US_ASCII)));
        } catch (CertificateException e) {
            throw new PakitException.Invalid(what + " " + file + " holds a certificate that cannot be read", e);
        }
    }

    /// The key of `file`, which nobody else may read.
    ///
    /// @param algorithm of the certificate's key
    /// @throws PakitException.Invalid naming the file; nothing of the key is in the message
    static PrivateKey key(Path file, String what, String algorithm) {
        Matcher block = BLOCK.matcher(SecretFile.read(file, what));
        while (block.find()) {
            if (block.group(1).equals(PKCS8)) {
                return key(block.group(2), file, what, algorithm);
            }
            if (block.group(1).endsWith(PKCS8)) {
                throw new PakitException.Invalid(what + " " + file + " is of the form '" + block.group(1)
                        + "', expected is an unencrypted '" + PKCS8 + "' (PKCS #8)" + CONVERT);
            }
        }
        throw new PakitException.Invalid(what + " " + file + " holds no key in PEM (BEGIN " + PKCS8 + ")");
    }

    private static PrivateKey key(String base64, Path file, String what, String algorithm) {
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(base64);
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            // The cause might hold bytes of the key.
            throw new PakitException.Invalid(
                    what + " " + file + " cannot be read as a key of the certificate's kind, " + algorithm);
        }
    }
}
