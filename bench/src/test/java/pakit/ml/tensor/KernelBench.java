package pakit.ml.tensor;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// One row through a network of 12-128-64-32-4: on vectors with weights of 16 and of 32 bits, in plain Java, and in
/// ONNX Runtime from the same file. `batch` is a row of many.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init")
public class KernelBench {
    private static final int ROWS = 64;

    private final float[] in = new float[DenseShape.INPUTS];
    private final float[] out = new float[DenseShape.OUTPUTS];
    private final float[] ins = new float[ROWS * DenseShape.INPUTS];
    private final float[] outs = new float[ROWS * DenseShape.OUTPUTS];
    private DenseNetwork vector;
    private DenseNetwork rounded;
    private DenseNetwork plain;
    private OrtEnvironment environment;
    private OrtSession session;

    @Setup
    public void build() throws OrtException {
        SplittableRandom random = new SplittableRandom(1);
        DenseShape shape = DenseShape.random(random);
        DenseShape.fill(in, random);
        DenseShape.fill(ins, random);
        DenseNetwork network = shape.network();
        vector = network.withKernel(new VectorDenseKernel());
        rounded = DenseNetwork.of(rounded(shape.weights()), shape.biases()).withKernel(new VectorDenseKernel());
        plain = network.withKernel(new PlainDenseKernel());
        environment = OrtEnvironment.getEnvironment();
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        session = environment.createSession(network.toOnnx("features", "gains"), options);
    }

    private static float[][][] rounded(float[][][] weights) {
        return Arrays.stream(weights)
                .map(layer -> Arrays.stream(layer).map(KernelBench::rounded).toArray(float[][]::new))
                .toArray(float[][][]::new);
    }

    private static float[] rounded(float[] row) {
        float[] rounded = new float[row.length];
        for (int i = 0; i < row.length; i++) {
            rounded[i] = Bfloat16.nearest(row[i]);
        }
        return rounded;
    }

    @Benchmark
    public float vector() {
        vector.forward(1, in, out);
        return out[0];
    }

    @Benchmark
    public float vectorOf16Bits() {
        rounded.forward(1, in, out);
        return out[0];
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public float batch() {
        vector.forward(ROWS, ins, outs);
        return outs[0];
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public float batchOf16Bits() {
        rounded.forward(ROWS, ins, outs);
        return outs[0];
    }

    @Benchmark
    public float plain() {
        plain.forward(1, in, out);
        return out[0];
    }

    @Benchmark
    public float onnxRuntime() throws OrtException {
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(in), new long[] {1, in.length});
                OrtSession.Result result = session.run(Map.of("features", tensor))) {
            return ((OnnxTensor) result.get(0)).getFloatBuffer().get(0);
        }
    }
}
