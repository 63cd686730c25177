package pakit.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.inference.InputTensor;
import pakit.ml.models.Manifest;
import pakit.ml.models.TensorSpec;
import pakit.ml.serving.Prediction;

/// The JSON of inference requests and answers (Open Inference Protocol v2), read and written in one pass without a tree
/// in between. Fields that it does not know are skipped, as the protocol's `parameters` are.
final class InferenceCodec {
    /// `NaN` and `Infinity` are read so that the answer can name them.
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private static final int ANSWER_BYTES = 1024;

    private InferenceCodec() {}

    /// @throws PakitException.Invalid saying what is wrong, if `body` is no inference request
    static InferenceRequest read(byte[] body) {
        try (JsonParser json = JSON.createParser(body)) {
            InferenceRequest request = readRequest(json);
            if (json.nextToken() != null) {
                throw new PakitException.Invalid("the request goes on after its closing brace");
            }
            return request;
        } catch (JsonProcessingException e) {
            throw new PakitException.Invalid(
                    "the request is not JSON: " + e.getOriginalMessage() + " at byte "
                            + e.getLocation().getByteOffset(),
                    e);
        } catch (IOException impossible) {
            throw new IllegalStateException("reading memory failed", impossible);
        }
    }

    private static InferenceRequest readRequest(JsonParser json) throws IOException {
        requireObject(json, json.nextToken(), "the request");
        Optional<String> id = Optional.empty();
        List<InputTensor> inputs = null;
        List<String> outputs = List.of();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            switch (field) {
                case "id" -> id = Optional.of(text(json, "id"));
                case "inputs" -> inputs = readInputs(json, value);
                case "outputs" -> outputs = readOutputs(json, value);
                default -> json.skipChildren();
            }
        }
        if (inputs == null) {
            throw new PakitException.Invalid("the request has no 'inputs'");
        }
        return new InferenceRequest(id, inputs, outputs);
    }

    private static List<InputTensor> readInputs(JsonParser json, JsonToken value) throws IOException {
        requireArray(value, "'inputs'");
        List<InputTensor> inputs = new ArrayList<>();
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            requireObject(json, token, "an element of 'inputs'");
            inputs.add(readTensor(json));
        }
        return inputs;
    }

    private static InputTensor readTensor(JsonParser json) throws IOException {
        String name = null;
        String datatype = null;
        long[] shape = null;
        TensorData data = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            switch (field) {
                case "name" -> name = text(json, "name");
                case "datatype" -> datatype = text(json, "datatype");
                case "shape" -> shape = readShape(json, value);
                case "data" -> data = new TensorData(json).read();
                default -> json.skipChildren();
            }
        }
        String shown = name == null ? "an input" : "input '" + name + "'";
        TensorData given = require(data, shown, "data");
        long[] asked = require(shape, shown, "shape");
        return new InputTensor(
                require(name, shown, "name"),
                require(datatype, shown, "datatype"),
                asked,
                given.values(),
                given.flaw(asked));
    }

    private static long[] readShape(JsonParser json, JsonToken value) throws IOException {
        requireArray(value, "'shape'");
        List<Long> shape = new ArrayList<>();
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            if (token != JsonToken.VALUE_NUMBER_INT || shape.size() == TensorData.RANK_MAX) {
                throw new PakitException.Invalid("'shape' must be an array of at most " + TensorData.RANK_MAX
                        + " whole numbers, found " + json.getText());
            }
            shape.add(json.getLongValue());
        }
        return shape.stream().mapToLong(Long::longValue).toArray();
    }

    private static List<String> readOutputs(JsonParser json, JsonToken value) throws IOException {
        requireArray(value, "'outputs'");
        List<String> names = new ArrayList<>();
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            requireObject(json, token, "an element of 'outputs'");
            names.add(readName(json));
        }
        return names;
    }

    private static String readName(JsonParser json) throws IOException {
        String name = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            if (field.equals("name")) {
                name = text(json, "name");
            } else {
                json.skipChildren();
            }
        }
        return require(name, "an element of 'outputs'", "name");
    }

    private static String text(JsonParser json, String field) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw new PakitException.Invalid("'" + field + "' must be a string, found " + json.currentToken());
        }
        return json.getText();
    }

    private static <T> T require(@Nullable T value, String where, String field) {
        if (value == null) {
            throw new PakitException.Invalid(where + " has no '" + field + "'");
        }
        return value;
    }

    private static void requireArray(@Nullable JsonToken token, String what) {
        if (token != JsonToken.START_ARRAY) {
            throw new PakitException.Invalid(what + " must be an array, found " + token);
        }
    }

    private static void requireObject(JsonParser json, @Nullable JsonToken token, String what) throws IOException {
        if (token != JsonToken.START_OBJECT) {
            throw new PakitException.Invalid(
                    what + " must be a JSON object, found " + (token == null ? "nothing" : json.getText()));
        }
    }

    /// The answer to a request: every wanted output of the one version that answered.
    static byte[] write(InferenceRequest request, Prediction prediction) {
        var bytes = new ByteArrayOutputStream(ANSWER_BYTES);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            Manifest manifest = prediction.manifest();
            json.writeStartObject();
            json.writeStringField("model_name", manifest.name());
            json.writeStringField("model_version", manifest.version().text());
            if (request.id().isPresent()) {
                json.writeStringField("id", request.id().get());
            }
            json.writeArrayFieldStart("outputs");
            writeOutput(json, manifest.outputs().getFirst(), prediction);
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new IllegalStateException("writing memory failed", impossible);
        }
        return bytes.toByteArray();
    }

    private static void writeOutput(JsonGenerator json, TensorSpec spec, Prediction prediction) throws IOException {
        float[] values = prediction.outputs();
        json.writeStartObject();
        json.writeStringField("name", spec.name());
        json.writeStringField("datatype", spec.datatype());
        json.writeArrayFieldStart("shape");
        json.writeNumber(prediction.rows());
        json.writeNumber(values.length / prediction.rows());
        json.writeEndArray();
        json.writeArrayFieldStart("data");
        for (float value : values) {
            json.writeNumber(value);
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
