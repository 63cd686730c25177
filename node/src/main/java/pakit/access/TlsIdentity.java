package pakit.access;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.error.PakitException;

/// How one end of a connection proves who it is: a certificate (with those that lead to its authority) and its key,
/// from two PEM files. New files are taken over by [#refresh]; connections that are open keep what they began with.
/// Thread-safe.
public final class TlsIdentity extends X509ExtendedKeyManager {
    private static final Logger LOG = LoggerFactory.getLogger(TlsIdentity.class);
    private static final String ENTRY = "pakit";
    private static final char[] NO_PASSWORD = {};

    private final Path certificate;
    private final Path key;
    private final InstantSource clock;
    private List<FileStamp> stamps;
    private volatile X509ExtendedKeyManager current;

    private TlsIdentity(Path certificate, Path key, InstantSource clock) {
        this.certificate = certificate;
        this.key = key;
        this.clock = clock;
        this.stamps = stamps();
        this.current = loaded();
    }

    /// Reads both files.
    ///
    /// @throws PakitException.Invalid naming the file that is missing, unreadable, open to others, expired, or does not
    ///     belong to the other
    public static TlsIdentity open(Path certificate, Path key, InstantSource clock) {
        return new TlsIdentity(certificate, key, clock);
    }

    /// Where the certificate lies.
    public Path certificate() {
        return certificate;
    }

    /// Takes over what the files hold now. Files that cannot be used change nothing.
    public synchronized void refresh() {
        List<FileStamp> now = stamps();
        if (now.equals(stamps)) {
            return;
        }
        stamps = now;
        try {
            current = loaded();
            LOG.info("The certificate {} has changed and is in use", certificate);
        } catch (PakitException.Invalid e) {
            LOG.warn("The certificate from before stays in use: {}", e.getMessage());
        }
    }

    private List<FileStamp> stamps() {
        return List.of(FileStamp.of(certificate), FileStamp.of(key));
    }

    private X509ExtendedKeyManager loaded() {
        List<X509Certificate> chain = PemFiles.certificates(certificate, "the certificate");
        X509Certificate own = chain.getFirst();
        requireValid(own);
        PrivateKey secret = PemFiles.key(key, "the key", own.getPublicKey().getAlgorithm());
        if (!KeyPairCheck.fits(secret, own.getPublicKey())) {
            throw new PakitException.Invalid("the key " + key + " does not belong to the certificate " + certificate);
        }
        return manager(secret, chain);
    }

    private void requireValid(X509Certificate own) {
        try {
            own.checkValidity(Date.from(clock.instant()));
        } catch (CertificateException e) {
            throw new PakitException.Invalid(
                    "the certificate " + certificate + " is valid from "
                            + own.getNotBefore().toInstant() + " to "
                            + own.getNotAfter().toInstant() + ", now it is " + clock.instant(),
                    e);
        }
    }

    private static X509ExtendedKeyManager manager(PrivateKey secret, List<X509Certificate> chain) {
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, NO_PASSWORD);
            keys.setKeyEntry(ENTRY, secret, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
            factory.init(keys, NO_PASSWORD);
            return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a key store in memory takes every key", e);
        }
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return current.getClientAliases(keyType, issuers);
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket to) {
        return current.chooseClientAlias(keyTypes, issuers, to);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return current.chooseEngineClientAlias(keyTypes, issuers, engine);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return current.getServerAliases(keyType, issuers);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket from) {
        return current.chooseServerAlias(keyType, issuers, from);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return current.chooseEngineServerAlias(keyType, issuers, engine);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return current.getCertificateChain(alias);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return current.getPrivateKey(alias);
    }
}
