package pakit.block;

import java.util.Arrays;

/// Lower-case base32 of RFC 4648 without padding, as multibase `b` uses it. One text per byte string: spare bits at
/// the end must be zero.
final class Base32 {
    private static final char[] DIGITS = "abcdefghijklmnopqrstuvwxyz234567".toCharArray();
    private static final byte[] VALUES = values();

    private Base32() {}

    static void append(StringBuilder out, byte[] bytes) {
        int pending = 0;
        int bits = 0;
        for (byte b : bytes) {
            pending = pending << 8 | (b & 0xff);
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                out.append(DIGITS[pending >>> bits & 31]);
            }
        }
        if (bits > 0) {
            out.append(DIGITS[pending << (5 - bits) & 31]);
        }
    }

    /// The value of a digit, or -1.
    static int value(char digit) {
        return digit < VALUES.length ? VALUES[digit] : -1;
    }

    /// Decodes the digits of `text` from index `from` on; all of them must be digits.
    static byte[] decode(String text, int from) {
        byte[] bytes = new byte[(text.length() - from) * 5 / 8];
        int pending = 0;
        int bits = 0;
        int length = 0;
        for (int i = from; i < text.length(); i++) {
            pending = pending << 5 | value(text.charAt(i));
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes[length++] = (byte) (pending >>> bits);
            }
        }
        return bytes;
    }

    /// Whether the last digit holds a set bit that belongs to no byte.
    static boolean hasSpareBits(String text, int from) {
        int spare = (text.length() - from) * 5 % 8;
        return text.length() > from && (value(text.charAt(text.length() - 1)) & ((1 << spare) - 1)) != 0;
    }

    private static byte[] values() {
        byte[] values = new byte[128];
        Arrays.fill(values, (byte) -1);
        for (byte i = 0; i < DIGITS.length; i++) {
            values[DIGITS[i]] = i;
        }
        return values;
    }
}
