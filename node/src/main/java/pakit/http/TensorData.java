package pakit.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;

/// The `data` of one tensor, flat or in nested arrays. What is not a finite FP32 number is remembered, not thrown,
/// because the tensor's datatype may explain it better and may come later.
final class TensorData {
    /// Nested arrays, at most.
    static final int RANK_MAX = 8;

    private static final int FIRST_CAPACITY = 64;

    private final JsonCursor json;
    private final List<Long> dimensions = new ArrayList<>(2);
    private float[] values;
    private int count;
    private @Nullable String flaw;

    private TensorData(JsonCursor json, int capacity) {
        this.json = json;
        this.values = new float[capacity];
    }

    /// Reads to the end of the value.
    ///
    /// @param expected how many values there seem to be; only a hint
    static TensorData read(JsonCursor json, long expected) {
        int capacity = (int) Math.clamp(expected, 1, FIRST_CAPACITY);
        TensorData data = new TensorData(json, capacity);
        data.readArray(0);
        return data;
    }

    float[] values() {
        return values.length == count ? values : Arrays.copyOf(values, count);
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

    private void readArray(int depth) {
        if (depth == RANK_MAX) {
            throw new PakitException.Invalid("'data' is nested deeper than " + RANK_MAX + " arrays");
        }
        if (depth == dimensions.size()) {
            dimensions.add(-1L);
        }
        long elements = 0;
        for (boolean more = json.firstElement("'data'"); more; more = json.nextElement()) {
            readElement(depth);
            elements++;
        }
        long expected = dimensions.get(depth);
        if (expected >= 0 && expected != elements) {
            note("its arrays differ in length: found " + elements + " beside " + expected);
        }
        dimensions.set(depth, elements);
    }

    private void readElement(int depth) {
        boolean innermost = depth == dimensions.size() - 1;
        if (json.isNumber()) {
            if (!innermost) {
                note("it mixes numbers and arrays");
            }
            int from = json.position();
            append(json.number(), from);
            return;
        }
        switch (json.peek()) {
            case '[' -> {
                if (innermost && count > 0) {
                    note("it mixes numbers and arrays");
                }
                readArray(depth + 1);
            }
            case '{' -> throw new PakitException.Invalid("'data' must hold numbers, found an object");
            default -> readOther();
        }
    }

    private void readOther() {
        String found = json.shown();
        if (json.takeNotFinite()) {
            note("value " + count + " is not a finite FP32 number, found " + found);
        } else {
            json.skip();
            note("value " + count + " is not a number, found " + found);
        }
    }

    private void append(float value, int from) {
        if (!Float.isFinite(value)) {
            note("value " + count + " is not a finite FP32 number, found " + json.textFrom(from));
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
