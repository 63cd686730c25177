package pakit.training.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import pakit.ml.tensor.LstmNetwork;
import pakit.ml.tensor.LstmWeights;
import pakit.training.NeuralFit;
import pakit.training.SequenceFit;
import pakit.training.SequenceSettings;
import pakit.training.TokenSequences;

class TorchSequenceFitTest {
    private static final int VOCABULARY = 40;
    private static final int LAST = 10;
    private static final NeuralFit.Watcher NOBODY = (pass, training, validation) -> true;

    /// Some tokens come twice in a round: what follows them cannot be told from the last one alone.
    private static final int[] ROUND = round();

    private static int[] round() {
        SplittableRandom random = new SplittableRandom(4);
        return IntStream.generate(() -> random.nextInt(VOCABULARY)).limit(50).toArray();
    }

    private static int[] rounds(int from, int count) {
        return IntStream.range(from, from + count)
                .map(i -> ROUND[i % ROUND.length])
                .toArray();
    }

    private static final TokenSequences REPEATED = new TokenSequences(VOCABULARY, rounds(0, 1_000), rounds(7, 120));

    private static SequenceSettings settings(long accessesMax, long seed) {
        return new SequenceSettings(8, 16, LAST, 1e-2f, 32, 1, 5, accessesMax, seed);
    }

    @Test
    void whatRepeatsIsForeseenAndTheLossFalls() {
        List<Double> losses = new ArrayList<>();
        LstmWeights fitted = new TorchSequenceFit().fit(REPEATED, settings(30_000, 7), (pass, training, validation) -> {
            losses.add(validation);
            return true;
        });
        assertThat(losses.getLast()).isLessThan(losses.getFirst() / 10);

        LstmNetwork network = LstmNetwork.of(fitted);
        int[] first = new int[1];
        int right = 0;
        for (int from = 0; from < ROUND.length; from++) {
            network.likeliest(read(network, rounds(from, LAST)), first, new float[1]);
            right += first[0] == ROUND[(from + LAST) % ROUND.length] ? 1 : 0;
        }
        assertThat(right).isEqualTo(ROUND.length);
    }

    @Test
    void sameTokensAndSeedGiveTheSameBits() {
        assertThat(onnx(7)).isEqualTo(onnx(7)).isNotEqualTo(onnx(8));
    }

    private static byte[] onnx(long seed) {
        LstmWeights fitted = new TorchSequenceFit().fit(REPEATED, settings(2_500, seed), NOBODY);
        return LstmNetwork.of(fitted).toOnnx("features", "logits", LAST);
    }

    @Test
    void ourKernelSaysWhatPyTorchSays() {
        SplittableRandom random = new SplittableRandom(9);
        int vocabulary = 300;
        int[] noise = IntStream.generate(() -> random.nextInt(vocabulary))
                .limit(2_000)
                .toArray();
        LstmWeights fitted = new TorchSequenceFit()
                .fit(new TokenSequences(vocabulary, noise, noise), SequenceSettings.standard(6_000, 3), NOBODY);
        LstmNetwork network = LstmNetwork.of(fitted);
        int[] tokens = new int[5];
        float[] chances = new float[5];
        try (NDManager manager = TorchEngine.open()) {
            TorchLstm reference = TorchLstm.of(manager, fitted);
            for (int from = 0; from < 500; from += 10) {
                int[] window = Arrays.copyOfRange(noise, from, from + LAST);
                float[] expected = chances(manager, reference, window);
                network.likeliest(read(network, window), tokens, chances);
                int[] best = IntStream.range(0, vocabulary)
                        .boxed()
                        .sorted((a, b) -> Float.compare(expected[b], expected[a]))
                        .limit(5)
                        .mapToInt(Integer::intValue)
                        .toArray();
                assertThat(tokens).isEqualTo(best);
                for (int i = 0; i < 5; i++) {
                    assertThat(chances[i]).isCloseTo(expected[best[i]], within(1e-4f));
                }
            }
        }
    }

    @Test
    void itSeesNoMoreThanItMay() {
        int[] passes = new int[1];
        new TorchSequenceFit().fit(REPEATED, settings(1_000, 7), (pass, training, validation) -> {
            passes[0] = pass;
            return true;
        });
        assertThat(passes[0]).isEqualTo(2); // a pass sees 990 windows, ten are left for the second

        new TorchSequenceFit().fit(REPEATED, settings(990, 7), (pass, training, validation) -> {
            passes[0] = pass;
            return true;
        });
        assertThat(passes[0]).isEqualTo(1);
    }

    @Test
    void stopsWhenValidationNoLongerImproves() {
        SplittableRandom random = new SplittableRandom(5);
        int[] noise =
                IntStream.generate(() -> random.nextInt(VOCABULARY)).limit(400).toArray();
        int[] other =
                IntStream.generate(() -> random.nextInt(VOCABULARY)).limit(200).toArray();
        int[] passes = new int[1];
        new TorchSequenceFit()
                .fit(
                        new TokenSequences(VOCABULARY, noise, other),
                        settings(1_000_000, 7),
                        (pass, training, validation) -> {
                            passes[0] = pass;
                            return true;
                        });
        assertThat(passes[0]).isLessThan(100);
    }

    @Test
    void trainingFindsItAndItEndsWhenItIsTold() {
        int[] passes = new int[1];
        SequenceFit.installed().fit(REPEATED, settings(1_000_000, 7), (pass, training, validation) -> {
            passes[0] = pass;
            assertThat(training).isPositive();
            return pass < 2;
        });
        assertThat(passes[0]).isEqualTo(2);
    }

    private static float[] chances(NDManager manager, TorchLstm reference, int... window) {
        long[] row = Arrays.stream(window).asLongStream().toArray();
        try (NDManager step = manager.newSubManager()) {
            NDArray logits = reference.logits(step.create(row, new Shape(1, row.length)));
            return logits.softmax(1).toFloatArray();
        }
    }

    private static LstmNetwork.Memory read(LstmNetwork network, int... tokens) {
        LstmNetwork.Memory memory = network.memory();
        for (int token : tokens) {
            network.step(token, memory);
        }
        return memory;
    }
}
