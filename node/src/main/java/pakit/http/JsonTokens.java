package pakit.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import pakit.error.PakitException;

/// The tokens of one JSON document in memory (RFC 8259). Strict: what it refuses is no JSON; white space is passed
/// before every token. Nothing is allocated for numbers and for the names that the protocol knows.
abstract sealed class JsonTokens permits JsonCursor {
    private static final KnownNames NAMES = KnownNames.of(
            "id",
            "inputs",
            "outputs",
            "parameters",
            "name",
            "datatype",
            "shape",
            "data",
            "FP32",
            "binary_data",
            "binary_data_size",
            "binary_data_output");

    private final byte[] bytes;
    private final int end;
    private int at;

    /// @param end of the document in `bytes`, which begins at 0
    JsonTokens(byte[] bytes, int end) {
        this.bytes = bytes;
        this.end = end;
    }

    /// The first byte of the next token, which is not taken; 0 at the end.
    final byte peek() {
        while (at < end) {
            byte next = bytes[at];
            if (next != ' ' && next != '\n' && next != '\r' && next != '\t') {
                return next;
            }
            at++;
        }
        return 0;
    }

    final boolean isAtEnd() {
        return peek() == 0 && at == end;
    }

    final boolean take(char expected) {
        if (peek() != expected) {
            return false;
        }
        at++;
        return true;
    }

    /// Takes a string; [#peek] has shown its quote.
    final String text() {
        int from = ++at;
        for (; at < end; at++) {
            byte next = bytes[at];
            if (next == '"') {
                return NAMES.text(bytes, from, at++);
            }
            if (next == '\\' || next < ' ') { // a byte beyond ASCII is negative
                break;
            }
        }
        return unusualText(from);
    }

    /// One with escapes, or with characters beyond ASCII.
    private String unusualText(int from) {
        for (; at < end && bytes[at] != '"'; at++) {
            if (bytes[at] == '\\') {
                at++;
            } else if (bytes[at] >= 0 && bytes[at] < ' ') {
                throw malformed("found a control character in a string");
            }
        }
        if (at >= end) {
            throw malformed("found the end in a string");
        }
        try {
            String raw = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, at - from))
                    .toString();
            at++;
            return JsonEscapes.resolve(raw);
        } catch (CharacterCodingException | IllegalArgumentException e) {
            throw malformed("found a string with bad escapes or bad UTF-8");
        }
    }

    final boolean isNumber() {
        byte next = peek();
        return (next == '-' && at + 1 < end && isDigit(bytes[at + 1])) || isDigit(next);
    }

    /// Takes a number as the nearest FP32; one that is too large is infinite.
    final float number() {
        int from = at;
        boolean negative = at < end && bytes[at] == '-';
        if (negative) {
            at++;
        }
        long digits = 0; // the first 18 that count
        int exponent = 0;
        int whole = at;
        while (at < end && isDigit(bytes[at])) {
            if (digits < FloatText.DIGITS_FULL) {
                digits = 10 * digits + bytes[at] - '0';
            } else {
                exponent++;
            }
            at++;
        }
        if (at == whole || (bytes[whole] == '0' && at > whole + 1)) {
            throw malformed("expected a number");
        }
        if (at < end && bytes[at] == '.') {
            int fraction = ++at;
            while (at < end && isDigit(bytes[at])) {
                if (digits < FloatText.DIGITS_FULL) {
                    digits = 10 * digits + bytes[at] - '0';
                    exponent--;
                }
                at++;
            }
            if (at == fraction) {
                throw malformed("expected a digit");
            }
        }
        if (at < end && (bytes[at] | 0x20) == 'e') {
            exponent += exponent();
        }
        float nearest = FloatText.nearest(digits, exponent);
        if (Float.isNaN(nearest)) {
            nearest = Math.abs(Float.parseFloat(textFrom(from)));
        }
        return negative ? -nearest : nearest;
    }

    private int exponent() {
        at++;
        boolean negative = at < end && bytes[at] == '-';
        if (at < end && (negative || bytes[at] == '+')) {
            at++;
        }
        int from = at;
        int exponent = 0;
        while (at < end && isDigit(bytes[at])) {
            exponent = Math.min(100_000_000, 10 * exponent + bytes[at] - '0');
            at++;
        }
        if (at == from) {
            throw malformed("expected a digit");
        }
        return negative ? -exponent : exponent;
    }

    final void word(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (at + i >= end || bytes[at + i] != word.charAt(i)) {
                throw malformed("expected " + word);
            }
        }
        at += word.length();
    }

    /// Takes what is no JSON but meant as a number: `NaN`, `Infinity`, `-Infinity`.
    ///
    /// @return false if there is something else
    final boolean takeNotFinite() {
        String token = token();
        boolean meant = token.equals("NaN") || token.equals("Infinity") || token.equals("-Infinity");
        if (meant) {
            at += token.length();
        }
        return meant;
    }

    /// The next token, which is not taken, or `nothing`.
    final String token() {
        byte next = peek();
        if (next == 0) {
            return "nothing";
        }
        int before = at;
        if (next == '"') {
            String text = text();
            at = before;
            return text;
        }
        int to = at + 1;
        while (to < end && (isDigit(bytes[to]) || Character.isLetter(bytes[to]) || "+-.".indexOf(bytes[to]) >= 0)) {
            to++;
        }
        return new String(bytes, at, to - at, StandardCharsets.UTF_8);
    }

    /// Where the next byte lies.
    final int position() {
        return at;
    }

    /// The bytes that were taken since `from`, as text.
    final String textFrom(int from) {
        return new String(bytes, from, at - from, StandardCharsets.US_ASCII);
    }

    /// The document is no JSON.
    final PakitException.Invalid malformed(String what) {
        return new PakitException.Invalid("the request is not JSON: " + what + " at byte " + at);
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
