package pakit.ml.models;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.store.ContentSum;

/// `model.json`: the manifest's components by name, maps in the order of their keys, so that equal manifests are equal
/// files, and a checksum of what they say. Manifests that other tools or older Pakits wrote have none.
final class ManifestJson {
    static final JsonMapper MAPPER = JsonMapper.builder()
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private ManifestJson() {}

    static byte[] write(Manifest manifest) {
        try {
            ObjectNode tree = MAPPER.valueToTree(manifest);
            return MAPPER.writeValueAsBytes(tree.put(ContentSum.FIELD, sum(manifest)));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("manifest of " + manifest.title() + " has no JSON form", impossible);
        }
    }

    private static String sum(Manifest manifest) throws JsonProcessingException {
        return ContentSum.of(MAPPER.writeValueAsString(manifest));
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
            JsonNode stated = tree instanceof ObjectNode object ? object.remove(ContentSum.FIELD) : null;
            Manifest manifest = MAPPER.treeToValue(tree, Manifest.class);
            if (stated != null && !stated.asText().equals(sumAsWritten(json, stated))) {
                requireSum(manifest, stated, source);
            }
            return manifest;
        } catch (JsonProcessingException e) {
            throw e.getCause() instanceof PakitException known
                    ? new PakitException.Corrupt(source + ": " + known.getMessage(), known)
                    : new PakitException.Corrupt(source + " is no manifest: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new PakitException.Corrupt(source + " cannot be read: " + e.getMessage(), e);
        }
    }

    /// The checksum of a file that is as [#write] left it: of all that stands before that field. To write the manifest
    /// again, to compare, takes as long as to read it; only who laid it out anew makes that necessary. Empty for
    /// others.
    static String sumAsWritten(byte[] json, JsonNode stated) {
        String text = new String(json, StandardCharsets.UTF_8);
        String end = System.lineSeparator() + "}";
        String field =
                "," + System.lineSeparator() + "  \"" + ContentSum.FIELD + "\" : \"" + stated.asText() + "\"" + end;
        return text.endsWith(field) ? ContentSum.of(text.substring(0, text.length() - field.length()) + end) : "";
    }

    private static void requireSum(Manifest manifest, JsonNode stated, String source) throws JsonProcessingException {
        if (!stated.asText().equals(sum(manifest))) {
            throw new PakitException.Corrupt(source + " is damaged: its content has the checksum " + sum(manifest)
                    + ", it states " + stated.asText() + "; restore it from a backup or register the version again"
                    + " (whoever changes it by hand removes the field " + ContentSum.FIELD + ")");
        }
    }

    private static void requireFields(JsonNode tree, String source) {
        for (RecordComponent field : Manifest.class.getRecordComponents()) {
            if (!field.getAnnotatedType().isAnnotationPresent(Nullable.class) && !tree.hasNonNull(field.getName())) {
                throw new PakitException.Corrupt(source + " lacks the field " + field.getName());
            }
        }
    }
}
