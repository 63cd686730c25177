package pakit.ml.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pakit.error.PakitException;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.ModelLoader;
import pakit.ml.models.ModelVersion;
import pakit.ml.models.OpenGate;
import pakit.ml.tensor.DenseNetwork;
import pakit.ml.tensor.OnnxGraphs;
import pakit.ml.tensor.RuntimeSettings;

/// Versions that ONNX Runtime computes, behind the server that serves all.
@Timeout(180)
class RuntimeSwapTest {
    private static final String MODEL = "scorer";
    private static final DenseNetwork SUM = DenseNetwork.of(new float[][][] {{{1, 1, 1}}}, new float[][] {{0}});
    private static final float[] ROW = {1, 2, 3};

    @TempDir
    Path directory;

    @Test
    void kernelsAndRuntimeAreSwappedUnderLoadAndNobodyNotices() throws IOException, InterruptedException {
        RuntimeSettings patient = new RuntimeSettings(2, 64, Duration.ofMinutes(1));
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger wrong = new AtomicInteger();
        try (ModelServer server = server(patient, 3, 1)) {
            server.versions().register(artifact("1.0.0", SUM.toOnnx("features", "answer")));
            server.versions().register(artifact("2.0.0", OnnxGraphs.squeezed(SUM)));
            server.swap(MODEL, new ModelVersion("1.0.0"), "");
            List<Thread> callers = IntStream.range(0, 4)
                    .mapToObj(i -> Thread.ofPlatform().start(() -> call(server, over, wrong)))
                    .toList();
            for (int i = 0; i < 40; i++) {
                server.swap(MODEL, new ModelVersion(i % 2 == 0 ? "2.0.0" : "1.0.0"), "");
            }
            over.set(true);
            for (Thread caller : callers) {
                caller.join();
            }
            assertThat(server.monitor().metrics(MODEL).errors()).isZero();
            assertThat(server.monitor().metrics(MODEL).predictions()).isPositive();
        }
        assertThat(wrong).hasValue(0);
        while (threads() > 0) {
            Thread.sleep(10);
        }
    }

    private static void call(ModelServer server, AtomicBoolean over, AtomicInteger wrong) {
        while (!over.get()) {
            Prediction prediction = server.predict(MODEL, 1, ROW);
            float expected =
                    prediction.manifest().version().text().equals("1.0.0") ? 6 : (float) (1 / (1 + Math.exp(-6)));
            if (Math.abs(prediction.outputs()[0] - expected) > 1e-5) {
                wrong.incrementAndGet();
            }
        }
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("pakit-runtime " + MODEL))
                .count();
    }

    @Test
    void aVersionThatIsTooSlowIsUnavailableCountedAndRolledBackFrom() throws IOException {
        RuntimeSettings hasty = new RuntimeSettings(1, 4, Duration.ofSeconds(1));
        try (ModelServer server = server(hasty, 3, 1)) {
            server.versions().register(artifact("1.0.0", SUM.toOnnx("features", "answer")));
            server.swap(MODEL, new ModelVersion("1.0.0"), "");
            server.versions().register(artifact("2.0.0", OnnxGraphs.slow(3, 1)));
            // A few rows are answered in time, so that it is loaded; thousands are not.
            server.force(MODEL, new ModelVersion("2.0.0"), new Cause("test", "to see it fail"));
            int rows = 4_000;
            assertThatExceptionOfType(PakitException.Unavailable.class)
                    .isThrownBy(() -> server.predict(MODEL, rows, new float[rows * 3]))
                    .withMessageContaining("scorer v2.0.0 gave no answer within 1000 ms");
            assertThat(server.monitor().metrics(MODEL).errors()).isEqualTo(1);
            assertThat(server.rollbackModel(MODEL).text()).isEqualTo("1.0.0");
            assertThat(server.predict(MODEL, rows, new float[rows * 3]).outputs())
                    .containsOnly(0);
        }
    }

    private ModelServer server(RuntimeSettings settings, int inputs, int outputs) {
        ModelServer server =
                new ModelServer(directory, ModelLoader.standard(settings), OpenGate.at(directory, inputs, outputs));
        server.start();
        return server;
    }

    private ModelArtifact artifact(String version, byte[] onnx) throws IOException {
        Path file = directory.resolve(version + ".onnx");
        Files.write(file, onnx);
        return ModelArtifact.read(file, MODEL, new ModelVersion(version));
    }
}
