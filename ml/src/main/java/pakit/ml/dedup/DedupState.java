package pakit.ml.dedup;

import java.nio.ByteBuffer;
import java.util.Arrays;
import pakit.error.PakitException;

/// What a [DedupOptimizer] has learnt. Immutable; [#toBytes] and [#fromBytes] give it back bit for bit.
///
/// ```
/// format (1 byte: 1)   inputs (1 byte)   attempts, followed (8 bytes each)   mean, mean square (8 bytes each)
/// weights (8 bytes each, the constant's first)   covariance (8 bytes each, row by row)          all big-endian
/// ```
public final class DedupState {
    private static final int FORMAT = 1;
    private static final int INPUTS = DedupFeatures.schema().size() + 1;
    private static final int BYTES = 2 + 2 * Long.BYTES + (2 + INPUTS + INPUTS * INPUTS) * Double.BYTES;

    private final double[] weights;
    private final double[][] covariance;
    private final DedupOptimizer.Earnings earnings;

    DedupState(double[] weights, double[][] covariance, DedupOptimizer.Earnings earnings) {
        this.weights = weights.clone();
        this.covariance = Arrays.stream(covariance).map(double[]::clone).toArray(double[][]::new);
        this.earnings = earnings;
    }

    double[] weights() {
        return weights;
    }

    double[][] covariance() {
        return covariance;
    }

    public DedupOptimizer.Earnings earnings() {
        return earnings;
    }

    /// The predicted saving, as a share of the record that the block has without it: 0 to 1, whatever the input.
    /// Allocates nothing.
    ///
    /// @param from where the row begins in `rows`
    public float saving(float[] rows, int from) {
        double sum = weights[0];
        for (int i = 1; i < weights.length; i++) {
            sum += weights[i] * rows[from + i - 1];
        }
        return sum > 0 ? (float) Math.min(sum, 1) : 0;
    }

    public byte[] toBytes() {
        ByteBuffer out = ByteBuffer.allocate(BYTES).put((byte) FORMAT).put((byte) INPUTS);
        out.putLong(earnings.attempts()).putLong(earnings.followed());
        out.putDouble(earnings.mean()).putDouble(earnings.square());
        for (double weight : weights) {
            out.putDouble(weight);
        }
        for (double[] row : covariance) {
            for (double value : row) {
                out.putDouble(value);
            }
        }
        return out.array();
    }

    /// @throws PakitException.Corrupt if these are not the bytes of a state that this Pakit reads
    public static DedupState fromBytes(byte[] bytes) {
        if (bytes.length == 0 || bytes[0] != FORMAT) {
            throw new PakitException.Corrupt("state of a dedup optimizer has format "
                    + (bytes.length == 0 ? "none" : String.valueOf(bytes[0])) + ", this Pakit reads " + FORMAT);
        }
        if (bytes.length != BYTES || bytes[1] != INPUTS) {
            throw new PakitException.Corrupt("state of a dedup optimizer has " + bytes.length + " bytes, expected "
                    + BYTES + " for " + INPUTS + " inputs");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).position(2);
        try {
            DedupOptimizer.Earnings earnings =
                    new DedupOptimizer.Earnings(in.getLong(), in.getLong(), in.getDouble(), in.getDouble());
            double[] weights = numbers(in);
            double[][] covariance = new double[INPUTS][];
            for (int i = 0; i < INPUTS; i++) {
                covariance[i] = numbers(in);
            }
            return new DedupState(weights, covariance, earnings);
        } catch (IllegalArgumentException e) {
            throw new PakitException.Corrupt("state of a dedup optimizer: " + e.getMessage(), e);
        }
    }

    private static double[] numbers(ByteBuffer in) {
        double[] numbers = new double[INPUTS];
        for (int i = 0; i < INPUTS; i++) {
            numbers[i] = in.getDouble();
            if (!Double.isFinite(numbers[i])) {
                throw new IllegalArgumentException("a number in it is " + numbers[i]);
            }
        }
        return numbers;
    }
}
