package pakit.access;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import javax.security.auth.x500.X500Principal;

/// Authorities and certificates for tests, made on the spot: just as much of X.509 (RFC 5280) as the JDK asks for, on
/// P-256. Written as PEM into a directory.
public final class TestCertificates {
    private static final byte[] ECDSA_SHA256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static long serial = 1;

    private final Path directory;
    private final X500Principal authority;
    private final KeyPair authorityKeys;
    private final Path file;

    /// Files of a certificate and its key.
    public record Pair(Path certificate, Path key) {}

    /// An authority, its certificate in `NAME-ca.pem`.
    public TestCertificates(Path directory, String name) throws IOException {
        this.directory = directory;
        this.authority = new X500Principal("CN=" + name);
        this.authorityKeys = keys();
        byte[] isAuthority = extension(true, oid(0x55, 0x1d, 0x13), sequence(tlv(0x01, new byte[] {-1})));
        this.file = write(
                name + "-ca.pem", "CERTIFICATE", certificate(authority, authorityKeys, now(-1), now(1), isAuthority));
    }

    public Path file() {
        return file;
    }

    /// For `subject`, who is at 127.0.0.1 and `localhost`, valid for a day.
    public Pair issue(String name, String subject) throws IOException {
        return issue(name, subject, now(-1), now(1));
    }

    public Pair issue(String name, String subject, Instant from, Instant to) throws IOException {
        KeyPair own = keys();
        byte[] names = sequence(
                tlv(0x87, InetAddress.getByName("127.0.0.1").getAddress()),
                tlv(0x82, "localhost".getBytes(StandardCharsets.US_ASCII)));
        byte[] certificate =
                certificate(new X500Principal(subject), own, from, to, extension(false, oid(0x55, 0x1d, 0x11), names));
        Path key = write(name + "-key.pem", "PRIVATE KEY", own.getPrivate().getEncoded());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        return new Pair(write(name + ".pem", "CERTIFICATE", certificate), key);
    }

    private static Instant now(int days) {
        return Instant.now().plus(Duration.ofDays(days));
    }

    private byte[] certificate(X500Principal subject, KeyPair own, Instant from, Instant to, byte[] extension) {
        byte[] signed = sequence(
                tlv(0xa0, tlv(0x02, new byte[] {2})),
                tlv(0x02, BigInteger.valueOf(serial++).toByteArray()),
                ECDSA_SHA256,
                authority.getEncoded(),
                sequence(time(from), time(to)),
                subject.getEncoded(),
                own.getPublic().getEncoded(),
                tlv(0xa3, sequence(extension)));
        return sequence(signed, ECDSA_SHA256, bits(signature(authorityKeys.getPrivate(), signed)));
    }

    private Path write(String name, String type, byte[] content) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return Files.writeString(
                directory.resolve(name), "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n");
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] signature(PrivateKey key, byte[] content) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(key);
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] extension(boolean critical, byte[] id, byte[] value) {
        byte[] wrapped = tlv(0x04, value);
        return critical ? sequence(id, tlv(0x01, new byte[] {-1}), wrapped) : sequence(id, wrapped);
    }

    private static byte[] time(Instant instant) {
        return tlv(0x18, TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] oid(int... encoded) {
        byte[] bytes = new byte[encoded.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) encoded[i];
        }
        return tlv(0x06, bytes);
    }

    private static byte[] bits(byte[] content) {
        return tlv(0x03, concatenated(new byte[] {0}, content));
    }

    private static byte[] sequence(byte[]... parts) {
        return tlv(0x30, concatenated(parts));
    }

    private static byte[] tlv(int tag, byte[] content) {
        int length = content.length;
        byte[] head = length < 0x80
                ? new byte[] {(byte) tag, (byte) length}
                : length < 0x100
                        ? new byte[] {(byte) tag, (byte) 0x81, (byte) length}
                        : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
        return concatenated(head, content);
    }

    private static byte[] concatenated(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
