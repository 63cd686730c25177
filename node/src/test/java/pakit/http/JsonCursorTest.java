package pakit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pakit.error.PakitException;

class JsonCursorTest {
    private static final String DOCUMENT = """
            {"id":"4\\"2\\u00e9","parameters":{"binary_data_output":true,"a":[null,false,{"b":[]}]},
             "inputs":[{"name":"features","shape":[1,3],"datatype":"FP32","data":[0.5,-1.25e-3,3E+2,0,-0.0]},{}],
             "outputs":[ { "name" : "gains" } ] }""";

    private static final String ALPHABET = "{}[]\",:.-+eE0123456789truefalsn\\u/ \n\tx";
    private static final JsonFactory JACKSON = new JsonFactory();

    @Test
    void whatIsJsonAndWhatIsNotIsTheSameAsForAnotherParser() {
        Random random = new Random(11);
        int taken = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] document = mutated(random);
            boolean json = isJson(document);
            assertThat(isTaken(document)).as(text(document)).isEqualTo(json);
            taken += json ? 1 : 0;
        }
        assertThat(taken).isBetween(10_000, 90_000); // both sides were met
    }

    @Test
    void everyPieceOfADocumentIsNoDocument() {
        byte[] whole = DOCUMENT.getBytes(StandardCharsets.UTF_8);
        assertThat(isTaken(whole)).isTrue();
        for (int length = 0; length < whole.length; length++) {
            assertThat(isTaken(Arrays.copyOf(whole, length))).isFalse();
        }
    }

    @Test
    void stringsAreResolved() {
        assertThat(cursor("\"plain\"").text()).isEqualTo("plain");
        assertThat(cursor("\"\\u0041\\n\"").text()).isEqualTo("A\n");
        assertThat(cursor("\"é€😀\"").text()).isEqualTo("é€😀");
        assertThat(cursor("\"\\ud83d\\ude00\"").text()).isEqualTo("😀");
        assertThat(cursor("\"\\\\\\\"/\"").text()).isEqualTo("\\\"/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\\x\"", "\"\\u12\"", "\"\\uD83G\"", "\"\\u\uff11111\"", "\"a\nb\"", "\"open", "\"\\"})
    void badStringsAreRefused(String json) {
        JsonCursor cursor = cursor(json);
        assertThatThrownBy(cursor::text)
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining("the request is not JSON");
    }

    @Test
    void badUtf8IsRefused() {
        byte[] bytes = {'"', (byte) 0xc3, '"'};
        assertThatThrownBy(() -> new JsonCursor(bytes, 3).text()).hasMessageContaining("bad UTF-8");
    }

    @Test
    void nestingHasItsBound() {
        assertThat(isTaken("[".repeat(100).concat("]".repeat(100)).getBytes(StandardCharsets.US_ASCII)))
                .isTrue();
        assertThatThrownBy(() -> cursor("[".repeat(100_000)).skip()).hasMessageContaining("at most 100 levels");
    }

    @Test
    void longValuesAreCutInMessages() {
        assertThat(cursor("\"" + "x".repeat(1000) + "\"").shown()).hasSize(41);
    }

    private static byte[] mutated(Random random) {
        StringBuilder document = new StringBuilder(DOCUMENT);
        for (int changes = random.nextInt(3); changes >= 0; changes--) {
            int at = random.nextInt(document.length());
            char other = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
            switch (random.nextInt(4)) {
                case 0 -> document.setCharAt(at, other);
                case 1 -> document.insert(at, other);
                case 2 -> document.deleteCharAt(at);
                default -> document.insert(at, document.substring(at, Math.min(document.length(), at + 5)));
            }
        }
        return document.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isTaken(byte[] document) {
        try {
            JsonCursor json = new JsonCursor(document, document.length);
            json.skip();
            return json.isAtEnd();
        } catch (PakitException.Invalid e) {
            return false;
        }
    }

    private static boolean isJson(byte[] document) {
        try (JsonParser parser = JACKSON.createParser(document)) {
            int values = 0;
            int depth = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                parser.getText();
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                values += depth == 0 ? 1 : 0;
            }
            return values == 1;
        } catch (IOException e) {
            return false;
        }
    }

    private static JsonCursor cursor(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return new JsonCursor(bytes, bytes.length);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
