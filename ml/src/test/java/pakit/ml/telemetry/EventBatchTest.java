package pakit.ml.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import pakit.error.PakitException;

class EventBatchTest {
    private static final int SCHEMA_OF_FORMAT_2 = -646626432;
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456789Z");

    @Test
    void eventsOfAllKindsComeBackInTheirOrderWithEveryBit() {
        EventSamples samples = new EventSamples(1);
        Random random = new Random(2);
        List<TelemetryEvent> events = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            EventKind kind = EventKind.values()[random.nextInt(EventKind.values().length)];
            events.add(samples.event(kind, NOON.plusNanos(random.nextLong() >> 4)));
        }
        assertThat(EventBatch.unpack(EventBatch.pack(events))).isEqualTo(events);
    }

    @Test
    void extremesComeBack() {
        List<TelemetryEvent> events = new ArrayList<>();
        for (long value : new long[] {0, -1, 1L << 54, -(1L << 54), Long.MAX_VALUE, Long.MIN_VALUE}) {
            events.add(new TelemetryEvent.Prefetched(NOON, value, 1, 2, 3));
            events.add(new TelemetryEvent.CameOut(
                    NOON, TelemetryEvent.Subject.DEDUP, value, false, Double.longBitsToDouble(value), value));
        }
        assertThat(EventBatch.unpack(EventBatch.pack(events))).isEqualTo(events);
        assertThat(EventBatch.unpack(EventBatch.pack(List.of()))).isEmpty();
    }

    /// As JSON it took 450.
    @Test
    void aStoredBlockTakesFewBytes() {
        EventSamples samples = new EventSamples(3);
        List<TelemetryEvent> events = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            events.add(samples.stored(NOON.plusNanos(i * 700_000L), null));
        }
        assertThat(EventBatch.pack(events).length / 500).isLessThan(40);
    }

    @Test
    void damageNeverGivesOtherEvents() {
        EventSamples samples = new EventSamples(4);
        List<TelemetryEvent> events = Arrays.stream(EventKind.values())
                .map(kind -> samples.event(kind, NOON))
                .toList();
        byte[] packed = EventBatch.pack(events);
        int seen = 0;
        for (int i = 0; i < packed.length; i++) {
            byte[] damaged = packed.clone();
            damaged[i] ^= (byte) (1 << i % 8);
            seen += isSeen(damaged, events) ? 1 : 0;
            isSeen(Arrays.copyOf(packed, i), events);
        }
        assertThat(seen).isGreaterThan(packed.length - 16); // what stands behind the last bit is not looked at
    }

    private static boolean isSeen(byte[] damaged, List<TelemetryEvent> events) {
        try {
            assertThat(EventBatch.unpack(damaged)).isEqualTo(events);
            return false;
        } catch (PakitException.Corrupt seen) {
            return true;
        }
    }

    @Test
    void whatIsWrittenOnlyChangesWithTheFormat() {
        String schema = Arrays.stream(EventKind.values())
                .map(kind -> kind.label()
                        + kind.columns().stream()
                                .map(column -> column.name() + ":" + column.holds())
                                .toList())
                .collect(Collectors.joining());
        assertThat(EventDatabase.FORMAT_VERSION).isEqualTo(2);
        assertThat(schema.hashCode())
                .as("a change of events is a new EventDatabase.FORMAT_VERSION; then put the new number here")
                .isEqualTo(SCHEMA_OF_FORMAT_2);
    }

    @Test
    void neitherPathNorSentenceFitsIntoALabel() {
        for (String text : List.of("/etc/passwd", "C:\\a", "two words", "a/b", "é", "x".repeat(65), "a\n")) {
            assertThatThrownBy(
                            () -> new TelemetryEvent.Predicted(NOON, text, "1.0.0", 1, true, 1, List.of(), List.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .doesNotContain(text);
        }
    }
}
