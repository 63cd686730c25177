package pakit.ml.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A JVM started without `--add-modules=jdk.incubator.vector` computes too: with the plain kernel, to the bit.
class WithoutVectorModuleTest {
    private static final int SECONDS_MAX = 120;

    @TempDir
    Path directory;

    @Test
    void aJvmWithoutTheModuleComputesWithThePlainKernel() throws IOException, InterruptedException {
        Path printed = directory.resolve("printed");
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Answer.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        try {
            assertThat(jvm.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        } finally {
            jvm.destroyForcibly();
        }
        assertThat(Files.readString(printed, StandardCharsets.UTF_8).strip())
                .isEqualTo("false " + answer(Answer.network().withKernel(new PlainDenseKernel())) + " "
                        + answer(Answer.lstm().inPlainJava()));
        assertThat(jvm.exitValue()).isZero();
    }

    private static String answer(DenseNetwork network) {
        float[] in = new float[network.inputs()];
        for (int i = 0; i < in.length; i++) {
            in[i] = 0.25f * i - 3;
        }
        float[] out = new float[network.outputs()];
        network.forward(1, in, out);
        return Arrays.toString(out);
    }

    private static String answer(LstmNetwork network) {
        LstmNetwork.Memory memory = network.memory();
        for (int token = 0; token < network.vocabulary(); token++) {
            network.step(token, memory);
        }
        float[] chances = new float[5];
        network.likeliest(memory, new int[5], chances);
        return Arrays.toString(chances);
    }

    /// The other JVM: says whether it has the module, and what the networks answer.
    static final class Answer {
        private Answer() {}

        static DenseNetwork network() {
            return DenseNetworkTest.random("31-32-16-18", new SplittableRandom(21));
        }

        static LstmNetwork lstm() {
            return LstmNetwork.of(LstmNetworkTest.random(40, 8, 16, 16));
        }

        public static void main(String[] arguments) {
            boolean module =
                    ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
            System.out.println(module + " " + answer(network()) + " " + answer(lstm()));
        }
    }
}
