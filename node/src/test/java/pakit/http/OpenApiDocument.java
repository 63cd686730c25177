package pakit.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.Yaml;

/// `docs/openapi.yaml` for tests: what it promises, and whether an answer keeps it.
final class OpenApiDocument {
    private static final String ADDRESS = "https://pakit.test/openapi";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "head");

    private final JsonNode document;
    private final JsonSchemaFactory schemas;

    private OpenApiDocument(JsonNode document) {
        this.document = document;
        this.schemas = JsonSchemaFactory.getInstance(
                SpecVersion.VersionFlag.V202012,
                factory -> factory.schemaLoaders(loaders -> loaders.schemas(Map.of(ADDRESS, document.toString()))));
    }

    static OpenApiDocument read() throws IOException {
        Object yaml = new Yaml().load(Files.readString(Path.of("..", "docs", "openapi.yaml")));
        return new OpenApiDocument(new ObjectMapper().valueToTree(yaml));
    }

    /// As in `GET /v1/models/{}`.
    Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    if (METHODS.contains(method)) {
                        operations.add(method.toUpperCase(java.util.Locale.ROOT) + " "
                                + path.getKey().replaceAll("\\{\\w+}", "{}"));
                    }
                }));
        return operations;
    }

    /// What is wrong with an answer; empty if nothing is.
    ///
    /// @param path as the document spells it
    List<String> objections(String path, HttpResponse<String> answer) {
        String method = answer.request().method().toLowerCase(java.util.Locale.ROOT);
        JsonNode responses = document.path("paths").path(path).path(method).path("responses");
        String status = String.valueOf(answer.statusCode());
        JsonNode promised = resolved(responses.has(status) ? responses.path(status) : responses.path("default"));
        if (promised.isMissingNode()) {
            return List.of(method + " " + path + " promises no answer " + status);
        }
        String type = answer.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
        JsonNode content = promised.path("content");
        if (content.isMissingNode() && answer.body().isEmpty()) {
            return List.of();
        }
        if (!content.has(type)) {
            return List.of(method + " " + path + " " + status + " promises no " + type);
        }
        JsonNode schema = content.path(type).path("schema");
        return schema.isMissingNode() ? List.of() : objections(schema, answer.body());
    }

    private List<String> objections(JsonNode schema, String body) {
        SchemaLocation where = SchemaLocation.of(
                schema.has("$ref") ? ADDRESS + schema.path("$ref").asText() : ADDRESS + "#/components");
        var validator = schema.has("$ref") ? schemas.getSchema(where) : schemas.getSchema(where, schema);
        return validator.validate(body, InputFormat.JSON).stream()
                .map(message -> message + " in " + body)
                .toList();
    }

    /// Follows a reference within the document.
    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }
}
