package pakit.ml.tensor;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// The LSTM of [LstmShape], with weights of 16 and of 32 bits, in plain Java, and in ONNX Runtime from the same file.
/// `step` is one token more, all logits, and the five likeliest with their chances; `lastTen` the same of ten tokens
/// from the beginning. ONNX Runtime gives the logits alone; a step is one token from the beginning for it.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init")
public class LstmBench {
    private static final int TOP = 5;
    private static final int TOKENS = 1024;

    private final int[] tokens = new int[TOKENS];
    private final int[] likeliest = new int[TOP];
    private final float[] chances = new float[TOP];
    private int at;
    private LstmNetwork rounded;
    private LstmNetwork whole;
    private LstmNetwork plain;
    private LstmNetwork.Memory memory;
    private OrtEnvironment environment;
    private OrtSession session;

    @Setup
    public void build() throws OrtException {
        LstmWeights weights = LstmShape.random();
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < TOKENS; i++) {
            tokens[i] = random.nextInt(weights.vocabulary());
        }
        whole = LstmNetwork.of(weights).onVectors();
        rounded = LstmNetwork.of(weights.rounded()).onVectors();
        plain = LstmNetwork.of(weights).inPlainJava();
        memory = whole.memory();
        environment = OrtEnvironment.getEnvironment();
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        session = environment.createSession(whole.toOnnx("tokens", "logits", -1), options);
    }

    private int token() {
        return tokens[at++ & (TOKENS - 1)];
    }

    private float step(LstmNetwork network) {
        network.step(token(), memory);
        network.likeliest(memory, likeliest, chances);
        return chances[0];
    }

    private float lastTen(LstmNetwork network) {
        memory.clear();
        for (int i = 1; i < LstmShape.LAST; i++) {
            network.step(token(), memory);
        }
        return step(network);
    }

    private float onnxRuntime(int steps) throws OrtException {
        float[] row = new float[steps];
        for (int i = 0; i < steps; i++) {
            row[i] = token();
        }
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(row), new long[] {1, steps});
                OrtSession.Result result = session.run(Map.of("tokens", tensor))) {
            return ((OnnxTensor) result.get(0)).getFloatBuffer().get(0);
        }
    }

    @Benchmark
    public float stepOf16Bits() {
        return step(rounded);
    }

    @Benchmark
    public float step() {
        return step(whole);
    }

    @Benchmark
    public float stepPlain() {
        return step(plain);
    }

    @Benchmark
    public float stepOnnxRuntime() throws OrtException {
        return onnxRuntime(1);
    }

    @Benchmark
    public float lastTenOf16Bits() {
        return lastTen(rounded);
    }

    @Benchmark
    public float lastTen() {
        return lastTen(whole);
    }

    @Benchmark
    public float lastTenPlain() {
        return lastTen(plain);
    }

    @Benchmark
    public float lastTenOnnxRuntime() throws OrtException {
        return onnxRuntime(LstmShape.LAST);
    }
}
