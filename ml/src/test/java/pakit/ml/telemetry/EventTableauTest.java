package pakit.ml.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import pakit.error.PakitException;
import pakit.hint.Found;
import pakit.ml.privacy.Anonymity;

class EventTableauTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:34:56.123456Z");

    @Test
    void exactRowsHoldEveryField() throws IOException {
        var event = new TelemetryEvent.Predicted(NOON, "m", "1.0.0", 2, true, -7, List.of(0.5f, 1e-9f), List.of());
        EventTableau tableau = EventTableau.of(
                EventKind.PREDICTED, List.of(event), new Anonymity(1), List.of(), Anonymity.Lonely.REFUSED);
        assertThat(csv(tableau))
                .isEqualTo("at,model,version,rows,success,nanos,features,outputs\r\n"
                        + "2026-03-01T12:34:56.123456Z,m,1.0.0,2,true,-7,0.5 1.0E-9,\r\n");
    }

    @Test
    void rowsForOthersHoldNothingOfOneBlock() throws IOException {
        EventTableau tableau = tableau(reads(6, 5_000), 5, List.of());
        assertThat(csv(tableau).lines().distinct())
                .containsExactly("at,plainBytes,found", "2026-03-01T12:00:00Z,4096,READ");
        assertThat(tableau.size()).isEqualTo(6);
    }

    @Test
    void rowsThatAreLikeTooFewOthersAreRefused() {
        List<TelemetryEvent> events = reads(6, 5_000);
        events.addAll(reads(3, 100));
        assertThatThrownBy(() -> tableau(events, 5, List.of()))
                .isInstanceOf(PakitException.Refused.class)
                .hasMessageContaining("3 of 9 rows share their [at, plainBytes, found]");
        assertThat(tableau(events, 5, List.of("found")).size()).isEqualTo(9);
        assertThatThrownBy(() -> tableau(events, 5, List.of("blockHash")))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining("no column 'blockHash'");
    }

    @Test
    void whatIsQuotedComesBack() {
        for (String text : List.of("", "a", "a,b", "\"", "a\"b\"", "two\nlines", "\r", "\"a\",\"b\"")) {
            assertThat(unquoted(EventCsv.quoted(text) + ",x")).isEqualTo(text);
        }
    }

    /// The first cell of a line, by RFC 4180.
    private static String unquoted(String line) {
        if (!line.startsWith("\"")) {
            return line.substring(0, line.indexOf(','));
        }
        StringBuilder cell = new StringBuilder();
        for (int i = 1; i < line.length(); i++) {
            if (line.charAt(i) == '"' && line.charAt(++i) != '"') {
                assertThat(line.charAt(i)).isEqualTo(',');
                return cell.toString();
            }
            cell.append(line.charAt(i));
        }
        throw new AssertionError("no end of " + line);
    }

    private static EventTableau tableau(List<TelemetryEvent> events, int k, List<String> quasi) {
        return EventTableau.of(EventKind.BLOCK_READ, events, new Anonymity(k), quasi, Anonymity.Lonely.REFUSED);
    }

    private static List<TelemetryEvent> reads(int count, int bytes) {
        List<TelemetryEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(new TelemetryEvent.BlockRead(NOON.plusSeconds(i), 77 + i, bytes + i, Found.READ));
        }
        return events;
    }

    private static String csv(EventTableau tableau) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        EventCsv.write(tableau, out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
