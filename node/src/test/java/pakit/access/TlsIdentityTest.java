package pakit.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pakit.error.PakitException;

class TlsIdentityTest {
    @TempDir
    private Path directory;

    private TestCertificates authority;
    private TestCertificates.Pair pair;

    @BeforeEach
    void issue() throws IOException {
        authority = new TestCertificates(directory, "authority");
        pair = authority.issue("node", "CN=node");
    }

    private TlsIdentity open(Path key) {
        return TlsIdentity.open(pair.certificate(), key, InstantSource.system());
    }

    private String subject(TlsIdentity identity) {
        String alias = Objects.requireNonNull(identity.chooseEngineServerAlias("EC", null, null));
        return Objects.requireNonNull(identity.getCertificateChain(alias))[0]
                .getSubjectX500Principal()
                .getName();
    }

    @ParameterizedTest
    @CsvSource({
        "RSA PRIVATE KEY, is of the form 'RSA PRIVATE KEY'",
        "EC PRIVATE KEY, openssl pkcs8 -topk8",
        "ENCRYPTED PRIVATE KEY, is of the form 'ENCRYPTED PRIVATE KEY'",
        "PUBLIC KEY, holds no key in PEM",
        "PRIVATE KEY, 'cannot be read as a key of the certificate''s kind, EC'",
    })
    void keysOfAnotherFormAreNamed(String type, String why) throws IOException {
        Path key = key(type, new byte[] {1, 2, 3});

        assertThatThrownBy(() -> open(key))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining(key.toString())
                .hasMessageContaining(why);
    }

    @Test
    void aKeyOfAnotherKindIsRefused() throws Exception {
        byte[] ed25519 = KeyPairGenerator.getInstance("Ed25519")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        Path key = key("PRIVATE KEY", ed25519);

        assertThatThrownBy(() -> open(key)).hasMessageContaining("kind, EC");
    }

    @ParameterizedTest
    @CsvSource({"RSA, 2048", "EC, 256", "Ed25519, 255"})
    void keysOfEveryKindFitTheirOwn(String algorithm, int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        var one = generator.generateKeyPair();
        var other = generator.generateKeyPair();

        assertThat(KeyPairCheck.fits(one.getPrivate(), one.getPublic())).isTrue();
        assertThat(KeyPairCheck.fits(one.getPrivate(), other.getPublic())).isFalse();
    }

    @Test
    void aCertificateThatIsNotYetValidIsRefused() {
        InstantSource yesteryear = InstantSource.fixed(Instant.parse("2020-01-01T00:00:00Z"));

        assertThatThrownBy(() -> TlsIdentity.open(pair.certificate(), pair.key(), yesteryear))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining(pair.certificate() + " is valid from")
                .hasMessageContaining("now it is 2020-01-01T00:00:00Z");
    }

    @Test
    void aBrokenRenewalKeepsWhatIsInUse() throws IOException {
        TlsIdentity identity = open(pair.key());
        TestCertificates.Pair renewed = authority.issue("renewed", "CN=renewed");

        Files.copy(renewed.certificate(), pair.certificate(), StandardCopyOption.REPLACE_EXISTING);
        identity.refresh();
        assertThat(subject(identity)).isEqualTo("CN=node"); // the key is still the old one

        Files.copy(renewed.key(), pair.key(), StandardCopyOption.REPLACE_EXISTING);
        identity.refresh();
        assertThat(subject(identity)).isEqualTo("CN=renewed");
    }

    private Path key(String type, byte[] content) throws IOException {
        String base64 = Base64.getEncoder().encodeToString(content);
        Path key = Files.writeString(
                directory.resolve("key.pem"),
                "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n");
        return Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    }
}
