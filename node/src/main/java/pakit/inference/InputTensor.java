package pakit.inference;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// One input tensor as a client sent it, not checked against any model yet.
///
/// @param shape shared with the protocol's codec, which leaves it alone from then on
/// @param values row-major, shared likewise; meaningless where there is a `flaw` or the datatype is not FP32
/// @param flaw why the data are no FP32 numbers of that shape, if so; it is told only when name, datatype and shape fit
@SuppressWarnings("ArrayRecordComponent") // the hot path's values, handed on without a copy
public record InputTensor(String name, String datatype, long[] shape, float[] values, Optional<String> flaw) {
    static final String FP32 = "FP32";

    private static final float[] NONE = {};

    /// A tensor whose data are numbers.
    public static InputTensor of(String name, String datatype, long[] shape, float[] values) {
        return new InputTensor(name, datatype, shape, values, Optional.empty());
    }

    /// A tensor whose data are the bytes between position and limit: FP32, little-endian, row-major, without gaps.
    public static InputTensor raw(String name, String datatype, long[] shape, ByteBuffer bytes) {
        if (!datatype.equals(FP32)) {
            return of(name, datatype, shape, NONE);
        }
        int size = bytes.remaining();
        if (size % Float.BYTES != 0) {
            return new InputTensor(
                    name,
                    datatype,
                    shape,
                    NONE,
                    Optional.of("has " + size + " bytes of data, FP32 takes " + Float.BYTES + " for each value"));
        }
        float[] values = new float[size / Float.BYTES];
        bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return of(name, datatype, shape, values);
    }
}
