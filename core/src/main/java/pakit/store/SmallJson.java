package pakit.store;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;

/// An object of a small JSON document that this program wrote: texts, whole numbers and objects by name; values of
/// other
/// kinds, which a newer Pakit may have written, are passed over. Every verb reads one; a library for all of JSON takes
/// 45 ms to begin, a seventh of what a short verb takes. Immutable.
public final class SmallJson {
    private static final int DEPTH_MAX = 8;

    /// Texts, whole numbers, objects, and what is [Other].
    private final Map<String, Object> fields;

    private SmallJson(Map<String, Object> fields) {
        this.fields = fields;
    }

    private record Other(String shown) {
        @Override
        public String toString() {
            return shown;
        }
    }

    /// @throws PakitException.Invalid if `document` is no object
    public static SmallJson read(String document) {
        Reader reader = new Reader(document);
        SmallJson read = reader.object(1);
        reader.requireEnd();
        return read;
    }

    public Optional<String> text(String name) {
        return fields.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /// @throws PakitException.Invalid if there is none
    public String requiredText(String name) {
        return text(name).orElseThrow(() -> lacks(name, "a text"));
    }

    /// @throws PakitException.Invalid if there is none, or it is no whole number of 32 bits
    public int requiredNumber(String name) {
        if (!(fields.get(name) instanceof Long number) || number != number.intValue()) {
            throw lacks(name, "a number");
        }
        return number.intValue();
    }

    /// @throws PakitException.Invalid if there is none
    public SmallJson requiredObject(String name) {
        if (!(fields.get(name) instanceof SmallJson object)) {
            throw lacks(name, "an object");
        }
        return object;
    }

    private PakitException.Invalid lacks(String name, String what) {
        @Nullable Object found = fields.get(name);
        return new PakitException.Invalid(
                "field " + name + " must be " + what + ", found " + (found == null ? "none" : found));
    }

    @Override
    public String toString() {
        return fields.toString();
    }

    /// Goes over the document once.
    private static final class Reader {
        private final String document;
        private int at;

        Reader(String document) {
            this.document = document;
        }

        SmallJson object(int depth) {
            requireDepth(depth);
            Map<String, Object> fields = new HashMap<>();
            expect('{');
            if (!follows('}')) {
                do {
                    String name = text();
                    expect(':');
                    fields.put(name, value(depth));
                } while (follows(','));
                expect('}');
            }
            return new SmallJson(fields);
        }

        private void requireDepth(int depth) {
            if (depth > DEPTH_MAX) {
                throw malformed("at most " + DEPTH_MAX + " values in each other");
            }
        }

        private Object value(int depth) {
            return switch (peek()) {
                case '"' -> text();
                case '{' -> object(depth + 1);
                case '[' -> list(depth + 1);
                default -> word();
            };
        }

        private Other list(int depth) {
            requireDepth(depth);
            expect('[');
            if (!follows(']')) {
                do {
                    value(depth);
                } while (follows(','));
                expect(']');
            }
            return new Other("a list");
        }

        /// A number, true, false or null.
        private Object word() {
            int from = at;
            while (at < document.length() && isOfWord(document.charAt(at))) {
                at++;
            }
            String word = document.substring(from, at);
            if (word.matches("-?\\d{1,18}")) {
                return Long.valueOf(word);
            }
            if (!word.matches("true|false|null|-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?")) {
                throw malformed("a value");
            }
            return new Other(word);
        }

        private static boolean isOfWord(char c) {
            return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c == 'E' || c == '-' || c == '+' || c == '.';
        }

        private String text() {
            expect('"');
            StringBuilder text = new StringBuilder();
            while (at < document.length() && document.charAt(at) != '"') {
                char c = document.charAt(at++);
                text.append(c == '\\' ? escaped() : c);
            }
            if (at == document.length()) {
                throw malformed("the end of a text");
            }
            at++;
            return text.toString();
        }

        private char escaped() {
            char c = at < document.length() ? document.charAt(at++) : 0;
            return switch (c) {
                case '"', '\\', '/' -> c;
                case 'b' -> '\b';
                case 'f' -> '\f';
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                case 'u' -> unicode();
                default -> throw malformed("a character that may be escaped");
            };
        }

        private char unicode() {
            try {
                char c = (char) Integer.parseUnsignedInt(document, at, at + 4, 16);
                at += 4;
                return c;
            } catch (NumberFormatException | IndexOutOfBoundsException e) {
                throw malformed("four hex digits");
            }
        }

        private boolean follows(char c) {
            boolean follows = peek() == c;
            at += follows ? 1 : 0;
            return follows;
        }

        private void expect(char c) {
            if (!follows(c)) {
                throw malformed("'" + c + "'");
            }
        }

        /// The next character that is no space, or 0 at the end.
        private char peek() {
            while (at < document.length() && " \t\r\n".indexOf(document.charAt(at)) >= 0) {
                at++;
            }
            return at < document.length() ? document.charAt(at) : 0;
        }

        void requireEnd() {
            if (peek() != 0 || at < document.length()) {
                throw malformed("the end");
            }
        }

        private PakitException.Invalid malformed(String expected) {
            return new PakitException.Invalid("at character " + at + " of its JSON " + expected + " is expected");
        }
    }
}
