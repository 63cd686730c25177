package pakit.access;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;
import pakit.error.PakitException;

/// A bearer token: whoever has its text is let in. The text is shown where it is asked for by [#text], and nowhere
/// else: [#toString] hides it. Files keep the digest; a digest needs no salt and no stretching, because there are 2^256
/// tokens to guess from.
public final class Token {
    static final int CHARS_MAX = 256;

    private static final String PREFIX = "pakit_"; // so that scanners for leaked secrets find it
    private static final int RANDOM_BYTES = 32;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~+/=-]{16," + CHARS_MAX + "}"); // RFC 6750's

    private final String text;

    private Token(String text) {
        this.text = text;
    }

    /// A new one, of 256 random bits.
    public static Token random(SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return new Token(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /// @param source where it comes from, for the message
    /// @throws PakitException.Invalid if this is no token; the text is not in the message
    public static Token parse(String text, String source) {
        if (!FORM.matcher(text).matches()) {
            throw new PakitException.Invalid(
                    source + " holds no token: expected is what 'pakit token new' printed, found are " + text.length()
                            + " characters of another form");
        }
        return new Token(text);
    }

    /// Of a file that nobody else may read, which holds nothing else.
    ///
    /// @throws PakitException.Invalid naming the file
    public static Token read(Path file) {
        return parse(SecretFile.read(file, "the token file").strip(), file.toString());
    }

    /// The secret itself.
    public String text() {
        return text;
    }

    byte[] sha256() {
        return sha256(text);
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "Token[hidden]";
    }
}
