package pakit.block;

import java.util.Map;
import pakit.error.PakitException;

/// The text form of a [BlockId]: how it is written, and what to say of a text that is not one. People paste ids from
/// other tools, so a refusal names what they pasted.
final class BlockIdText {
    private static final int TEXT_CHARS = 59;
    private static final int SHOWN_CHARS = 80;

    /// Other prefixes of the multibase table that tools really print.
    private static final Map<Character, String> OTHER_BASES = Map.of(
            'B', "upper-case base32",
            'f', "base16",
            'F', "upper-case base16",
            'k', "base36",
            'K', "upper-case base36",
            'z', "base58btc",
            'm', "base64",
            'u', "base64url",
            'U', "base64url with padding");

    private BlockIdText() {}

    static String encode(byte[] binary) {
        StringBuilder text = new StringBuilder(TEXT_CHARS).append('b');
        Base32.append(text, binary);
        return text.toString();
    }

    static byte[] decode(String text) {
        checkMultibase(text);
        for (int i = 1; i < text.length(); i++) {
            checkDigit(text, i);
        }
        if (text.length() != TEXT_CHARS) {
            throw invalid(text, "it has " + text.length() + " characters, expected " + TEXT_CHARS);
        }
        if (Base32.hasSpareBits(text, 1)) {
            throw invalid(text, "its last character " + text.charAt(TEXT_CHARS - 1) + " has bits beyond the digest");
        }
        return Base32.decode(text, 1);
    }

    private static void checkMultibase(String text) {
        if (text.isEmpty()) {
            throw invalid(text, "it is empty");
        }
        if (text.startsWith("Qm")) {
            throw invalid(text, "it is a CIDv0 (Qm…); convert it with: ipfs cid base32 " + shown(text));
        }
        char prefix = text.charAt(0);
        if (prefix != 'b') {
            String base = OTHER_BASES.get(prefix);
            throw invalid(
                    text,
                    base == null
                            ? "it starts with '" + prefix + "', which is no multibase prefix that Pakit knows"
                            : "it is in " + base + " (multibase '" + prefix + "')");
        }
    }

    private static void checkDigit(String text, int index) {
        char digit = text.charAt(index);
        if (Base32.value(digit) >= 0) {
            return;
        }
        boolean upper = digit >= 'A' && digit <= 'Z';
        throw invalid(
                text,
                "character " + (index + 1) + " is '" + digit + "'"
                        + (upper ? ", upper case" : ", which is no base32 digit"));
    }

    static PakitException.Invalid invalid(String text, String found) {
        return new PakitException.Invalid("not a block id: '" + shown(text) + "': " + found
                + "; a block id is a CIDv1 in lower-case base32 of " + TEXT_CHARS + " characters, such as bafkrei…");
    }

    private static String shown(String text) {
        return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "…";
    }
}
