package pakit.ml.telemetry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import pakit.error.PakitException;

/// Events as JSON objects, one per event: the record's components by name. The kind is the record's simple name, so a
/// new event needs no line here.
final class EventJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();
    private static final ObjectWriter WRITER = MAPPER.writer();
    private static final Map<String, ObjectReader> READERS = Arrays.stream(
                    TelemetryEvent.class.getPermittedSubclasses())
            .collect(Collectors.toUnmodifiableMap(
                    Class::getSimpleName, (Function<Class<?>, ObjectReader>) MAPPER::readerFor));

    private EventJson() {}

    static String kind(TelemetryEvent event) {
        return event.getClass().getSimpleName();
    }

    static String write(TelemetryEvent event) {
        try {
            return WRITER.writeValueAsString(event);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("event " + kind(event) + " has no JSON form", impossible);
        }
    }

    /// @throws PakitException.Corrupt if `kind` is unknown or `json` is not such an event
    static TelemetryEvent read(String kind, String json) {
        ObjectReader reader = READERS.get(kind);
        if (reader == null) {
            throw new PakitException.Corrupt(
                    "telemetry holds an event of kind '" + kind + "', expected one of " + READERS.keySet());
        }
        try {
            return reader.readValue(json);
        } catch (JsonProcessingException e) {
            throw new PakitException.Corrupt(
                    "telemetry holds a " + kind + " event that cannot be read: " + e.getOriginalMessage(), e);
        }
    }
}
