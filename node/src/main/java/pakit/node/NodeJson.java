package pakit.node;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import pakit.error.PakitException;
import pakit.ml.serving.HealthReport;
import pakit.ml.telemetry.EventKind;
import pakit.ml.telemetry.TelemetryEvent;

/// The one JSON form of what a node answers, on the command line and on the port. Times are ISO 8601, what is null is
/// left out, health and metrics keep the seed's snake_case, and an event says its `kind`. Unknown fields are skipped,
/// so that an older client reads a newer node.
public final class NodeJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .addMixIn(HealthReport.class, SnakeCase.class)
            .addMixIn(HealthReport.ModelHealth.class, SnakeCase.class)
            .addMixIn(Results.Metrics.class, SnakeCase.class)
            .addMixIn(Results.CallFigures.class, SnakeCase.class)
            .addMixIn(TelemetryEvent.class, Kinded.class)
            .registerSubtypes(
                    Arrays.stream(EventKind.values()).map(EventKind::type).toArray(Class<?>[]::new))
            .build();

    private NodeJson() {}

    /// One line, no newline at its end.
    public static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(value.getClass() + " has no JSON form", impossible);
        }
    }

    /// @throws PakitException.Invalid saying what is wrong, if `json` is not one such document
    public static <T> T read(byte[] json, Class<T> type) {
        try {
            return checked(MAPPER.readValue(json, type), type);
        } catch (IOException e) {
            throw invalid(e, type);
        }
    }

    /// As [#read(byte[], Class)]; a stream that breaks is an [IOException], not an invalid document.
    public static <T> T read(InputStream json, Class<T> type) throws IOException {
        try {
            return checked(MAPPER.readValue(json, type), type);
        } catch (JsonProcessingException e) {
            throw invalid(e, type);
        }
    }

    private static <T> T checked(T value, Class<T> type) {
        if (value == null) {
            throw new PakitException.Invalid("expected a JSON object (" + type.getSimpleName() + "), found null");
        }
        return value;
    }

    private static PakitException.Invalid invalid(IOException e, Class<?> type) {
        String what = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
        return new PakitException.Invalid("expected a JSON object (" + type.getSimpleName() + "): " + what, e);
    }

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    private interface SnakeCase {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
    private interface Kinded {}
}
