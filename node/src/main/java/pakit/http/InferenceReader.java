package pakit.http;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.http.InferenceRequest.WantedOutput;
import pakit.inference.InputTensor;

/// Reads inference requests (Open Inference Protocol v2) in one pass, without a tree in between: JSON, behind it the
/// bytes of tensors that came by the binary tensor data extension. Fields and parameters that it does not know are
/// skipped.
final class InferenceReader {
    private static final int NO_BYTES = -1;

    private final JsonCursor json;
    private final ByteBuffer binary;
    private final boolean binaryAllowed;

    private InferenceReader(byte[] body, int jsonBytes, boolean binaryAllowed) {
        this.json = new JsonCursor(body, jsonBytes);
        this.binary = ByteBuffer.wrap(body, jsonBytes, body.length - jsonBytes);
        this.binaryAllowed = binaryAllowed;
    }

    /// Reads a body that is all JSON.
    ///
    /// @throws PakitException.Invalid saying what is wrong, if it is no inference request
    static InferenceRequest read(byte[] body) {
        return new InferenceReader(body, body.length, false).read();
    }

    /// Reads a body of JSON and bytes.
    ///
    /// @param headerLength what the header `Inference-Header-Content-Length` says: how much of the body is JSON
    static InferenceRequest read(byte[] body, String headerLength) {
        try {
            int jsonBytes = Integer.parseInt(headerLength);
            if (jsonBytes >= 0 && jsonBytes <= body.length) {
                return new InferenceReader(body, jsonBytes, true).read();
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new PakitException.Invalid(InferenceHandler.JSON_LENGTH + " must be a number from 0 to " + body.length
                + ", the length of the body; found '" + headerLength + "'");
    }

    private InferenceRequest read() {
        Optional<String> id = Optional.empty();
        List<Input> inputs = null;
        List<WantedOutput> outputs = List.of();
        TensorForm form = null;
        for (String field = json.firstField("the request"); field != null; field = json.nextField()) {
            switch (field) {
                case "id" -> id = Optional.of(text("id"));
                case "inputs" -> inputs = readInputs();
                case "outputs" -> outputs = readOutputs();
                case "parameters" -> form = readForm("binary_data_output");
                default -> json.skip();
            }
        }
        if (!json.isAtEnd()) {
            throw json.malformed("expected the end");
        }
        if (inputs == null) {
            throw new PakitException.Invalid("the request has no 'inputs'");
        }
        return new InferenceRequest(id, tensors(inputs), outputs, form == null ? TensorForm.JSON : form);
    }

    private List<Input> readInputs() {
        List<Input> inputs = new ArrayList<>(1);
        for (boolean more = json.firstElement("'inputs'"); more; more = json.nextElement()) {
            inputs.add(readInput());
        }
        return inputs;
    }

    /// One input, before the bytes behind the JSON were looked at.
    ///
    /// @param binaryBytes [#NO_BYTES] if its data are in `data`
    private record Input(
            String name,
            String datatype,
            long[] shape,
            @Nullable TensorData data,
            long binaryBytes) {}

    private Input readInput() {
        String name = null;
        String datatype = null;
        long[] shape = null;
        TensorData data = null;
        long bytes = NO_BYTES;
        for (String field = json.firstField("an element of 'inputs'"); field != null; field = json.nextField()) {
            switch (field) {
                case "name" -> name = text("name");
                case "datatype" -> datatype = text("datatype");
                case "shape" -> shape = readShape();
                case "data" -> data = TensorData.read(json, shape == null ? Long.MAX_VALUE : product(shape));
                case "parameters" -> bytes = readBinarySize();
                default -> json.skip();
            }
        }
        String shown = name == null ? "an input" : "input '" + name + "'";
        if (data == null && bytes == NO_BYTES) {
            throw new PakitException.Invalid(shown + " has no 'data'");
        }
        if (data != null && bytes != NO_BYTES) {
            throw new PakitException.Invalid(shown + " has both 'data' and 'binary_data_size', expected one of them");
        }
        return new Input(
                require(name, shown, "name"),
                require(datatype, shown, "datatype"),
                require(shape, shown, "shape"),
                data,
                bytes);
    }

    private long readBinarySize() {
        long bytes = NO_BYTES;
        for (String field = json.firstField("'parameters'"); field != null; field = json.nextField()) {
            if (!field.equals("binary_data_size")) {
                json.skip();
                continue;
            }
            bytes = json.wholeNumber("'binary_data_size' must be a number of bytes");
            if (bytes < 0) {
                throw new PakitException.Invalid("'binary_data_size' must be a number of bytes, found " + bytes);
            }
        }
        return bytes;
    }

    private long[] readShape() {
        long[] shape = new long[TensorData.RANK_MAX];
        int rank = 0;
        String expected = "'shape' must be an array of at most " + shape.length + " whole numbers";
        for (boolean more = json.firstElement("'shape'"); more; more = json.nextElement()) {
            if (rank == shape.length) {
                throw new PakitException.Invalid(expected + ", found more");
            }
            shape[rank] = json.wholeNumber(expected);
            rank++;
        }
        return Arrays.copyOf(shape, rank);
    }

    private List<WantedOutput> readOutputs() {
        List<WantedOutput> outputs = new ArrayList<>(1);
        for (boolean more = json.firstElement("'outputs'"); more; more = json.nextElement()) {
            outputs.add(readOutput());
        }
        return outputs;
    }

    private WantedOutput readOutput() {
        String name = null;
        TensorForm form = null;
        for (String field = json.firstField("an element of 'outputs'"); field != null; field = json.nextField()) {
            switch (field) {
                case "name" -> name = text("name");
                case "parameters" -> form = readForm("binary_data");
                default -> json.skip();
            }
        }
        return new WantedOutput(require(name, "an element of 'outputs'", "name"), form);
    }

    private @Nullable TensorForm readForm(String parameter) {
        TensorForm form = null;
        for (String field = json.firstField("'parameters'"); field != null; field = json.nextField()) {
            if (field.equals(parameter)) {
                form = json.truth("'" + parameter + "'") ? TensorForm.BINARY : TensorForm.JSON;
            } else {
                json.skip();
            }
        }
        return form;
    }

    /// Gives every input its data; the bytes lie in the order of the inputs.
    private List<InputTensor> tensors(List<Input> inputs) {
        List<InputTensor> tensors = new ArrayList<>(inputs.size());
        for (Input input : inputs) {
            tensors.add(tensor(input));
        }
        if (binary.hasRemaining()) {
            throw new PakitException.Invalid(
                    "the body goes on for " + binary.remaining() + " bytes after its last binary tensor");
        }
        return tensors;
    }

    private InputTensor tensor(Input input) {
        TensorData data = input.data();
        if (data != null) {
            return new InputTensor(
                    input.name(), input.datatype(), input.shape(), data.values(), data.flaw(input.shape()));
        }
        if (!binaryAllowed) {
            throw new PakitException.Invalid("input '" + input.name() + "' has a 'binary_data_size', so the header "
                    + InferenceHandler.JSON_LENGTH + " must say where the JSON ends; it is missing");
        }
        if (input.binaryBytes() > binary.remaining()) {
            throw new PakitException.Invalid("input '" + input.name() + "' has " + input.binaryBytes()
                    + " bytes behind the JSON by its 'binary_data_size', found " + binary.remaining());
        }
        int size = (int) input.binaryBytes();
        ByteBuffer bytes = binary.slice(binary.position(), size);
        binary.position(binary.position() + size);
        return InputTensor.raw(input.name(), input.datatype(), input.shape(), bytes);
    }

    private String text(String field) {
        if (json.peek() != '"') {
            throw new PakitException.Invalid("'" + field + "' must be a string, found " + json.shown());
        }
        return json.text();
    }

    private static long product(long[] shape) {
        long product = 1;
        for (long dimension : shape) {
            product *= dimension; // may overflow: it is only a hint
        }
        return product;
    }

    private static <T> T require(@Nullable T value, String where, String field) {
        if (value == null) {
            throw new PakitException.Invalid(where + " has no '" + field + "'");
        }
        return value;
    }
}
