package pakit.ml.models;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;

/// `model.json`: the manifest's components by name, maps in the order of their keys, so that equal manifests are equal
/// files.
final class ManifestJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addDeserializer(Instant.class, new InstantFromText()))
            .build();

    private ManifestJson() {}

    static byte[] write(Manifest manifest) {
        try {
            return MAPPER.writeValueAsBytes(manifest);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("manifest of " + manifest.title() + " has no JSON form", impossible);
        }
    }

    /// @param source named in messages
    /// @throws PakitException.Corrupt if `json` is no manifest of a known format
    static Manifest read(byte[] json, String source) {
        try {
            JsonNode tree = MAPPER.readTree(json);
            int format = tree.path("formatVersion").asInt(0);
            if (format > Manifest.FORMAT_VERSION) {
                throw new PakitException.Corrupt(source + " has format " + format + ", this Pakit reads up to "
                        + Manifest.FORMAT_VERSION + "; use a newer Pakit");
            }
            requireFields(tree, source);
            return MAPPER.treeToValue(tree, Manifest.class);
        } catch (JsonProcessingException e) {
            throw e.getCause() instanceof PakitException known
                    ? new PakitException.Corrupt(source + ": " + known.getMessage(), known)
                    : new PakitException.Corrupt(source + " is no manifest: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new PakitException.Corrupt(source + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void requireFields(JsonNode tree, String source) {
        for (RecordComponent field : Manifest.class.getRecordComponents()) {
            if (!field.getAnnotatedType().isAnnotationPresent(Nullable.class) && !tree.hasNonNull(field.getName())) {
                throw new PakitException.Corrupt(source + " lacks the field " + field.getName());
            }
        }
    }

    private static final class InstantFromText extends FromStringDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        InstantFromText() {
            super(Instant.class);
        }

        @Override
        protected Instant _deserialize(String text, DeserializationContext context) throws IOException {
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException e) {
                throw context.weirdStringException(text, Instant.class, "expected a time such as 2026-01-31T12:00:00Z");
            }
        }
    }
}
