package pakit.ml.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LstmNetworkTest {
    private static final float TOLERANCE = 1e-4f;

    @ParameterizedTest
    @CsvSource({"10000, 32, 64, 64", "37, 5, 7, 3", "3, 1, 1, 1", "64, 16, 16, 32"})
    void kernelsAgreeWithOnnxRuntimeAfterTenTokens(int vocabulary, int width, int first, int second) throws Exception {
        LstmWeights whole = random(vocabulary, width, first, second);
        for (LstmWeights weights : List.of(whole, whole.rounded())) {
            LstmNetwork network = LstmNetwork.of(weights);
            int[] tokens = tokens(vocabulary, 10 * 20);
            float[] rows = new float[tokens.length];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = tokens[i];
            }
            float[] expected = OnnxRuntimeReference.outputs(network.toOnnx("features", "logits", 10), rows, 10);
            for (LstmNetwork kernel : kernels(network)) {
                LstmNetwork.Memory memory = kernel.memory();
                float[] logits = new float[vocabulary];
                for (int row = 0; row < 20; row++) {
                    read(kernel, memory, Arrays.copyOfRange(tokens, 10 * row, 10 * row + 10));
                    kernel.logits(memory, logits);
                    agrees(logits, Arrays.copyOfRange(expected, row * vocabulary, (row + 1) * vocabulary));
                }
            }
        }
    }

    private static void agrees(float[] found, float[] expected) {
        float off = 0;
        for (int i = 0; i < expected.length; i++) {
            off = Math.max(off, Math.abs(found[i] - expected[i]) / (1 + Math.abs(expected[i])));
        }
        assertThat(off).isLessThan(TOLERANCE);
    }

    @Test
    void likeliestTokensHaveTheirShareOfTheSoftmax() {
        LstmNetwork network = LstmNetwork.of(random(1_003, 32, 64, 64));
        for (LstmNetwork kernel : kernels(network)) {
            LstmNetwork.Memory memory = kernel.memory();
            read(kernel, memory, tokens(1_003, 25));
            float[] logits = new float[1_003];
            kernel.logits(memory, logits);
            int[] tokens = new int[5];
            float[] chances = new float[5];
            kernel.likeliest(memory, tokens, chances);

            double sum = IntStream.range(0, logits.length)
                    .mapToDouble(i -> Math.exp(logits[i]))
                    .sum();
            int[] expected = IntStream.range(0, logits.length)
                    .boxed()
                    .sorted((a, b) -> Float.compare(logits[b], logits[a]))
                    .limit(5)
                    .mapToInt(Integer::intValue)
                    .toArray();
            assertThat(tokens).isEqualTo(expected);
            for (int i = 0; i < 5; i++) {
                assertThat((double) chances[i]).isCloseTo(Math.exp(logits[tokens[i]]) / sum, within(1e-6));
            }
        }
    }

    @Test
    void exponentialsAreThoseOfTheJdkAndAlikeOnVectors() {
        float[] values = new float[10_007];
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-87, 42);
        }
        float[] plain = values.clone();
        float[] vector = values.clone();
        float sum = new PlainLstmKernel().exp(plain, 0, values.length, 1, 0);

        assertThat(new VectorLstmKernel().exp(vector, 0, values.length, 1, 0)).isCloseTo(sum, within(1e-5f * sum));
        assertThat(vector).isEqualTo(plain);
        for (int i = 0; i < values.length; i++) {
            double exact = Math.exp(values[i]);
            assertThat((double) plain[i]).isCloseTo(exact, within((3e-7 + 1.2e-7 * Math.abs(values[i])) * exact));
        }
    }

    @Test
    void gatesFarOutAreShutOrOpen() {
        for (LstmKernel kernel : new LstmKernel[] {new PlainLstmKernel(), new VectorLstmKernel()}) {
            for (int units : new int[] {1, 64}) {
                float[] gates = new float[4 * units];
                Arrays.fill(gates, 0, units, -1_000);
                Arrays.fill(gates, units, 2 * units, 1_000);
                Arrays.fill(gates, 2 * units, 3 * units, -1_000);
                Arrays.fill(gates, 3 * units, 4 * units, -2.5f);
                float[] cell = new float[units];
                Arrays.fill(cell, 0.5f);
                float[] hidden = new float[units + 1];
                kernel.cell(gates, units, cell, hidden, 1);
                float expected = (float) (Math.tanh(0.5) / (1 + Math.exp(2.5)));
                assertThat(cell).containsOnly(0.5f);
                for (int i = 1; i <= units; i++) {
                    assertThat(hidden[i]).isCloseTo(expected, within(1e-6f));
                }
            }
        }
    }

    @Test
    void amongEqualsTheFirstComesFirstAndNaNNever() {
        float[] values = new float[40];
        values[3] = Float.NaN;
        values[20] = 2;
        values[37] = 2;
        for (LstmKernel kernel : new LstmKernel[] {new PlainLstmKernel(), new VectorLstmKernel()}) {
            int[] indices = new int[4];
            float[] largest = new float[4];
            kernel.top(values, 40, indices, largest);
            assertThat(indices).containsExactly(20, 37, 0, 1);
            kernel.top(values, 1, indices, largest);
            assertThat(indices).containsExactly(0, -1, -1, -1);
        }
    }

    @Test
    void brokenWeightsAreNotHidden() {
        LstmWeights weights = random(20, 4, 16, 16);
        weights.cells().getFirst().input()[0][0] = Float.NaN;
        for (LstmNetwork kernel : kernels(LstmNetwork.of(weights))) {
            LstmNetwork.Memory memory = kernel.memory();
            kernel.step(3, memory);
            float[] chances = new float[2];
            kernel.likeliest(memory, new int[2], chances);
            assertThat(chances).containsOnly(Float.NaN);
        }
    }

    @Test
    void aClearedMemoryRemembersNothing() {
        LstmNetwork network = LstmNetwork.of(random(50, 8, 16, 16));
        LstmNetwork.Memory used = network.memory();
        read(network, used, tokens(50, 30));
        float[] before = new float[50];
        network.logits(used, before);
        used.clear();
        float[] cleared = new float[50];
        network.logits(used, cleared);
        float[] fresh = new float[50];
        network.logits(network.memory(), fresh);
        assertThat(cleared).isEqualTo(fresh).isNotEqualTo(before);
    }

    @Test
    void aStepAllocatesNothingOnceWarm() {
        LstmNetwork network = LstmNetwork.of(random(500, 32, 64, 64).rounded());
        LstmNetwork.Memory memory = network.memory();
        int[] tokens = new int[5];
        float[] chances = new float[5];
        for (int i = 0; i < 20_000; i++) {
            network.step(i % 500, memory);
            network.likeliest(memory, tokens, chances);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE; // the compiler may still be at work: the best of several rounds counts
        for (int round = 0; round < 20; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1_000; i++) {
                network.step(i % 500, memory);
                network.likeliest(memory, tokens, chances);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).isLessThan(1_000); // less than a byte a call
    }

    @Test
    void shapesThatDoNotChainAreRefused() {
        LstmWeights good = random(6, 4, 5, 3);
        List<LstmWeights.Cell> twice =
                List.of(good.cells().getFirst(), good.cells().getFirst());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LstmWeights(good.embedding(), twice, good.output(), good.outputBiases()))
                .withMessageContaining("a cell must take rows of 5, found 4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LstmWeights.Cell(new float[8][4], new float[8][3], new float[8]))
                .withMessageContaining("3 units");
    }

    private static List<LstmNetwork> kernels(LstmNetwork network) {
        return List.of(network.onVectors(), network.inPlainJava());
    }

    private static void read(LstmNetwork network, LstmNetwork.Memory memory, int... tokens) {
        memory.clear();
        for (int token : tokens) {
            network.step(token, memory);
        }
    }

    private static int[] tokens(int vocabulary, int count) {
        SplittableRandom random = new SplittableRandom(8);
        return IntStream.generate(() -> random.nextInt(vocabulary)).limit(count).toArray();
    }

    /// As PyTorch begins: weights and biases up to one by the root of the units.
    static LstmWeights random(int vocabulary, int width, int first, int second) {
        SplittableRandom random = new SplittableRandom(31);
        return new LstmWeights(
                matrix(vocabulary, width, 1, random),
                List.of(cell(width, first, random), cell(first, second, random)),
                matrix(vocabulary, second, second, random),
                matrix(1, vocabulary, second, random)[0]);
    }

    private static LstmWeights.Cell cell(int inputs, int units, SplittableRandom random) {
        return new LstmWeights.Cell(
                matrix(4 * units, inputs, units, random),
                matrix(4 * units, units, units, random),
                matrix(1, 4 * units, units, random)[0]);
    }

    private static float[][] matrix(int rows, int columns, int units, SplittableRandom random) {
        float[][] matrix = new float[rows][columns];
        for (float[] row : matrix) {
            for (int i = 0; i < columns; i++) {
                row[i] = (float) (random.nextDouble(-2, 2) / Math.sqrt(units));
            }
        }
        return matrix;
    }
}
