package pakit.access;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/// Whether two keys belong together: what one signs, the other verifies.
final class KeyPairCheck {
    private static final byte[] MESSAGE = {1, 2, 3};

    private KeyPairCheck() {}

    static boolean fits(PrivateKey secret, PublicKey published) {
        try {
            Signature signature = Signature.getInstance(signature(secret.getAlgorithm()));
            signature.initSign(secret);
            signature.update(MESSAGE);
            byte[] signed = signature.sign();
            signature.initVerify(published);
            signature.update(MESSAGE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String signature(String algorithm) {
        return switch (algorithm) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> algorithm; // EdDSA is its own
        };
    }
}
