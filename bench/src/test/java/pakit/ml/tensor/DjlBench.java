package pakit.ml.tensor;

import ai.djl.ndarray.NDManager;
import ai.djl.translate.TranslateException;
import java.util.Arrays;
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

/// What [KernelBench] and [LstmBench] measure, as DJL runs it on PyTorch, from its own blocks and on one thread:
/// `network` is one row through the block, `predictor` the same through DJL's `Predictor`; `step` is one token more,
/// all logits, and the five likeliest with their chances, `lastTen` the same of ten tokens at once from the beginning.
/// Numbers come from Java arrays and go to them. Runs only where PyTorch is on the class path.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init")
public class DjlBench {
    private static final int TOP = 5;
    private static final int TOKENS = 1024;
    private static final int ROWS_COMPARED = 64;

    private final float[] in = new float[DenseShape.INPUTS];
    private final long[] tokens = new long[TOKENS];
    private final long[] next = new long[1];
    private final long[] nextTen = new long[LstmShape.LAST];
    private int at;
    private NDManager manager;
    private DjlNetwork network;
    private DjlLstm lstm;

    @Setup
    public void build() throws TranslateException {
        manager = DjlEngine.open();
        SplittableRandom random = new SplittableRandom(1);
        DenseShape shape = DenseShape.random(random);
        network = new DjlNetwork(shape, manager);
        compare(shape.network(), random);
        LstmWeights weights = LstmShape.random();
        for (int i = 0; i < TOKENS; i++) {
            tokens[i] = random.nextInt(weights.vocabulary());
        }
        lstm = new DjlLstm(weights, manager);
        compare(LstmNetwork.of(weights));
    }

    private void compare(DenseNetwork ours, SplittableRandom random) throws TranslateException {
        float[] expected = new float[DenseShape.OUTPUTS];
        for (int i = 0; i < ROWS_COMPARED; i++) {
            DenseShape.fill(in, random);
            ours.forward(1, in, expected);
            Agreement.require("DJL's block", network.forward(in), expected);
            Agreement.require("DJL's predictor", network.predict(in), expected);
        }
    }

    /// Token by token, and ten at once.
    private void compare(LstmNetwork ours) {
        LstmNetwork.Memory memory = ours.memory();
        float[] expected = new float[ours.vocabulary()];
        float[] chances = new float[TOP];
        for (int i = 0; i < LstmShape.LAST; i++) {
            ours.step((int) tokens[i], memory);
            ours.logits(memory, expected);
            next[0] = tokens[i];
            Agreement.require("DJL's LSTM after token " + i, lstm.logits(next), expected);
        }
        ours.likeliest(memory, new int[TOP], chances);
        long[] first = Arrays.copyOf(tokens, LstmShape.LAST);
        lstm.clear();
        Agreement.require("DJL's LSTM after ten tokens", lstm.logits(first), expected);
        lstm.clear();
        Agreement.require("DJL's likeliest tokens", lstm.likeliest(first, TOP), chances);
    }

    @TearDown
    public void close() {
        network.close();
        manager.close();
    }

    private void read(long[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] = tokens[at++ & (TOKENS - 1)];
        }
    }

    @Benchmark
    public float network() {
        return network.forward(in)[0];
    }

    @Benchmark
    public float predictor() throws TranslateException {
        return network.predict(in)[0];
    }

    @Benchmark
    public float step() {
        read(next);
        return lstm.likeliest(next, TOP)[0];
    }

    @Benchmark
    public float lastTen() {
        read(nextTen);
        lstm.clear();
        return lstm.likeliest(nextTen, TOP)[0];
    }
}
