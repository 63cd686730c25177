package pakit.ml.tensor;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
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
import org.openjdk.jmh.annotations.TearDown;

/// One row through 200 trees of depth 6 on 12 features: on vectors, in plain Java, in ONNX Runtime from the same file,
/// and in the native LightGBM from the same trees by its fast call for single rows.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init")
public class ForestBench {
    private static final int TREES = 200;
    private static final int DEPTH = 6;
    private static final int INPUTS = 12;
    private static final int CUTS = 128;
    private static final int ROWS = 1024;

    private final float[][] rows = new float[ROWS][INPUTS];
    private final float[] out = new float[1];
    private int at;
    private Forest vector;
    private Forest plain;
    private OrtEnvironment environment;
    private OrtSession session;
    private LightGbmForest lightGbm;

    @Setup
    public void build() throws OrtException, IOException {
        SplittableRandom random = new SplittableRandom(1);
        List<Tree> trees = new ArrayList<>();
        for (int i = 0; i < TREES; i++) {
            int inner = (1 << DEPTH) - 1;
            int[] features = new int[inner];
            float[] thresholds = new float[inner];
            float[] leaves = new float[inner + 1];
            for (int node = 0; node < inner; node++) {
                features[node] = random.nextInt(INPUTS);
                thresholds[node] = random.nextInt(CUTS) / (float) CUTS;
            }
            for (int leaf = 0; leaf < leaves.length; leaf++) {
                leaves[leaf] = (float) random.nextDouble() - 0.5f;
            }
            trees.add(new Tree(0, features, thresholds, leaves));
        }
        for (float[] row : rows) {
            for (int i = 0; i < INPUTS; i++) {
                row[i] = (float) random.nextDouble();
            }
        }
        Forest forest = Forest.of(INPUTS, new float[1], trees);
        vector = forest.onVectors();
        plain = forest.inPlainJava();
        environment = OrtEnvironment.getEnvironment();
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        session = environment.createSession(forest.toOnnx("features", "gains"), options);
        lightGbm = LightGbmForest.of(INPUTS, trees);
        compare(forest);
    }

    private void compare(Forest forest) {
        for (float[] row : rows) {
            forest.forward(1, row, out);
            Agreement.require("LightGBM's sum of the trees", lightGbm.predict(row), out[0]);
        }
    }

    @TearDown
    public void close() {
        lightGbm.close();
    }

    private float[] row() {
        return rows[at++ & (ROWS - 1)];
    }

    @Benchmark
    public float vector() {
        vector.forward(1, row(), out);
        return out[0];
    }

    @Benchmark
    public float plain() {
        plain.forward(1, row(), out);
        return out[0];
    }

    @Benchmark
    public float onnxRuntime() throws OrtException {
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(row()), new long[] {1, INPUTS});
                OrtSession.Result result = session.run(Map.of("features", tensor))) {
            return ((OnnxTensor) result.get(0)).getFloatBuffer().get(0);
        }
    }

    @Benchmark
    public double lightGbm() {
        return lightGbm.predict(row());
    }
}
