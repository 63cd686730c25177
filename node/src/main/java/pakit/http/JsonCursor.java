package pakit.http;

import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;

/// A cursor over one JSON document in memory, for requests that are read in less time than a general parser takes to be
/// made. Whoever uses it says what must come next, and goes through objects and arrays like
/// `for (String field = json.firstField("it"); field != null; field = json.nextField())`.
final class JsonCursor extends JsonTokens {
    private static final int DEPTH_MAX = 100;
    private static final int SHOWN_MAX = 40;

    /// @param end of the document in `bytes`, which begins at 0
    JsonCursor(byte[] bytes, int end) {
        super(bytes, end);
    }

    /// Takes `{` and the name of the first field.
    ///
    /// @return null if the object is empty, and taken
    @Nullable
    String firstField(String what) {
        open('{', what, "a JSON object");
        return take('}') ? null : field();
    }

    /// Takes the name of the next field.
    ///
    /// @return null if there is none: then the object is taken
    @Nullable
    String nextField() {
        return isNext('}') ? field() : null;
    }

    /// Takes `[`.
    ///
    /// @return false if the array is empty, and taken
    boolean firstElement(String what) {
        open('[', what, "an array");
        return !take(']');
    }

    /// @return false if there is no further element: then the array is taken
    boolean nextElement() {
        return isNext(']');
    }

    private void open(char bracket, String what, String expected) {
        byte found = peek();
        if (found != bracket) {
            if (found == 0 && position() > 0) {
                throw malformed("expected " + what);
            }
            throw new PakitException.Invalid(what + " must be " + expected + ", found " + shown());
        }
        take(bracket);
    }

    private boolean isNext(char closing) {
        if (take(closing)) {
            return false;
        }
        if (!take(',')) {
            throw malformed("expected ',' or '" + closing + "'");
        }
        return true;
    }

    private String field() {
        if (peek() != '"') {
            throw malformed("expected a field's name");
        }
        String name = text();
        if (!take(':')) {
            throw malformed("expected ':'");
        }
        return name;
    }

    /// Takes a whole number that is written without fraction and exponent.
    ///
    /// @throws PakitException.Invalid if there is another value
    long wholeNumber(String what) {
        if (isNumber()) {
            int from = position();
            number();
            try {
                return Long.parseLong(textFrom(from));
            } catch (NumberFormatException notWhole) {
                throw new PakitException.Invalid(what + ", found " + textFrom(from));
            }
        }
        throw new PakitException.Invalid(what + ", found " + shown());
    }

    /// Takes `true` or `false`.
    ///
    /// @throws PakitException.Invalid if there is another value
    boolean truth(String what) {
        byte next = peek();
        if (next == 't' || next == 'f') {
            skip();
            return next == 't';
        }
        throw new PakitException.Invalid(what + " must be true or false, found " + shown());
    }

    /// Takes a value of any kind.
    void skip() {
        skip(0);
    }

    private void skip(int depth) {
        if (depth > DEPTH_MAX) {
            throw malformed("expected at most " + DEPTH_MAX + " levels");
        }
        switch (peek()) {
            case '{' -> {
                for (String field = firstField("a value"); field != null; field = nextField()) {
                    skip(depth + 1);
                }
            }
            case '[' -> {
                for (boolean more = firstElement("a value"); more; more = nextElement()) {
                    skip(depth + 1);
                }
            }
            case '"' -> text();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        }
    }

    /// The next token for a message; it is not taken.
    String shown() {
        String token = token();
        return token.length() <= SHOWN_MAX ? token : token.substring(0, SHOWN_MAX) + "…";
    }
}
