package pakit.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;

/// An object of a small JSON document that this program wrote: texts, whole numbers and objects by name; values of
/// other kinds, which a newer Pakit may have written, are passed over. Every verb reads one, and binding JSON to
/// classes takes 45 ms to begin, a seventh of what a short verb takes; reading its tokens takes next to nothing.
/// Immutable.
public final class SmallJson {
    private static final JsonFactory FACTORY = new JsonFactory();

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
        try (JsonParser parser = FACTORY.createParser(document)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new PakitException.Invalid("a JSON object is expected, found " + parser.currentToken());
            }
            SmallJson read = object(parser);
            if (parser.nextToken() != null) {
                throw new PakitException.Invalid("one JSON object is expected, behind it is " + parser.currentToken());
            }
            return read;
        } catch (JsonProcessingException e) {
            throw new PakitException.Invalid("no JSON: " + e.getOriginalMessage(), e);
        } catch (IOException impossible) {
            throw new UncheckedIOException("a text in memory cannot be read", impossible);
        }
    }

    private static SmallJson object(JsonParser parser) throws IOException {
        Map<String, Object> fields = new HashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            fields.put(name, value(parser, parser.nextToken()));
        }
        return new SmallJson(fields);
    }

    private static Object value(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> object(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.INT
                        ? (Object) parser.getIntValue()
                        : new Other(parser.getText());
            case START_ARRAY -> {
                parser.skipChildren();
                yield new Other("a list");
            }
            default -> new Other(parser.getText());
        };
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
        if (!(fields.get(name) instanceof Integer number)) {
            throw lacks(name, "a number");
        }
        return number;
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
}
