package pakit.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;

/// Reads the `data` of a tensor: numbers row-major, flat or in nested arrays. What is not a finite FP32 number is
/// remembered, not thrown, because the tensor's datatype may explain it better and may come later.
final class TensorData {
    /// Nested arrays, at most.
    static final int RANK_MAX = 8;

    private static final int FIRST_CAPACITY = 512;

    private final JsonParser json;
    private final List<Long> dimensions = new ArrayList<>();
    private float[] values = new float[FIRST_CAPACITY];
    private int count;
    private @Nullable String flaw;

    /// @param json at the value of `data`
    TensorData(JsonParser json) {
        this.json = json;
    }

    /// Reads to the end of the value.
    TensorData read() throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw new PakitException.Invalid("'data' must be an array, found " + json.currentToken());
        }
        readArray(0);
        return this;
    }

    float[] values() {
        return Arrays.copyOf(values, count);
    }

    /// Why these are no FP32 numbers of that shape, if so.
    Optional<String> flaw(long[] shape) {
        if (flaw != null) {
            return Optional.of(flaw);
        }
        boolean flat = dimensions.size() == 1;
        return flat
                        || Arrays.equals(
                                dimensions.stream().mapToLong(Long::longValue).toArray(), shape)
                ? Optional.empty()
                : Optional.of("has data nested as " + dimensions + ", its shape is " + Arrays.toString(shape));
    }

    private void readArray(int depth) throws IOException {
        if (depth == RANK_MAX) {
            throw new PakitException.Invalid("'data' is nested deeper than " + RANK_MAX + " arrays");
        }
        boolean first = depth == dimensions.size();
        if (first) {
            dimensions.add(-1L);
        }
        long elements = 0;
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            readElement(token, depth);
            elements++;
        }
        long expected = dimensions.get(depth);
        if (expected >= 0 && expected != elements) {
            note("its arrays differ in length: found " + elements + " beside " + expected);
        }
        dimensions.set(depth, elements);
    }

    private void readElement(@Nullable JsonToken token, int depth) throws IOException {
        boolean innermost = depth == dimensions.size() - 1;
        switch (Objects.requireNonNull(token, "a document that ends early is no JSON")) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                if (!innermost) {
                    note("it mixes numbers and arrays");
                }
                append(json.getFloatValue());
            }
            case START_ARRAY -> {
                if (innermost && count > 0) {
                    note("it mixes numbers and arrays");
                }
                readArray(depth + 1);
            }
            case VALUE_TRUE, VALUE_FALSE, VALUE_NULL, VALUE_STRING ->
                note("value " + count + " is not a number, found " + json.getText());
            default -> throw new PakitException.Invalid("'data' must hold numbers, found " + token);
        }
    }

    private void append(float value) throws IOException {
        if (!Float.isFinite(value)) {
            note("value " + count + " is not a finite FP32 number, found " + json.getText());
        }
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
        }
        values[count] = value;
        count++;
    }

    private void note(String what) {
        flaw = flaw == null ? what : flaw;
    }
}
