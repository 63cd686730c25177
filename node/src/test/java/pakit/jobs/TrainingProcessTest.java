package pakit.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.codec.Profile;
import pakit.ml.feature.CompressionFeatures;
import pakit.ml.models.MeasurementFile;
import pakit.ml.telemetry.TelemetryEvent;
import pakit.training.TelemetryDataset;

/// How a training gives way, as the system sees it.
class TrainingProcessTest {
    /// Fields of `/proc/PID/stat` behind the command's name, counted from 0.
    private static final int NICE_FIELD = 16;

    private static final int POLICY_FIELD = 38;
    private static final String SCHED_IDLE = "5";

    @Test
    void atTheGreatestItRunsOnlyWhereNobodyElseWantsTo() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/chrt")), "needs chrt (util-linux)");
        assertThat(stat(RetrainingSettings.Fit.NICE_MAX).get(POLICY_FIELD)).isEqualTo(SCHED_IDLE);
    }

    @Test
    void elseItIsAsNiceAsItIsTold() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/nice")), "needs nice (coreutils)");
        List<String> own = stat(0);
        assertThat(Long.parseLong(stat(7).get(NICE_FIELD)))
                .isEqualTo(Math.min(19, Long.parseLong(own.get(NICE_FIELD)) + 7));
    }

    /// The node is killed, so that it can tell nobody; the training has to notice by itself.
    @Test
    void aTrainingEndsWithANodeThatIsKilled(@TempDir Path directory) throws Exception {
        Path measurements = directory.resolve("blocks.measured");
        MeasurementFile.write(TelemetryDataset.of(manyBlocks()).measurements(), measurements);
        Path artifact = directory.resolve("artifact");
        Process node = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "--add-modules=jdk.incubator.vector",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TrainingNode.class.getName(),
                        measurements.toString(),
                        artifact.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        ProcessHandle training;
        try (BufferedReader lines = node.inputReader()) {
            training = ProcessHandle.of(Long.parseLong(lines.readLine())).orElseThrow();
        } finally {
            node.destroyForcibly().waitFor();
        }
        training.onExit().get(2, TimeUnit.MINUTES);
        assertThat(artifact).as("it did not come to its end").doesNotExist();
        assertThat(directory.resolve("training.log")).content().doesNotContain("pakit:");
    }

    /// So many that to learn from them takes much longer than to notice an end.
    private static List<TelemetryEvent> manyBlocks() {
        Random random = new Random(5);
        List<TelemetryEvent> events = new ArrayList<>();
        for (int i = 0; i < 8_000; i++) {
            float[] features = new float[CompressionFeatures.schema().size()];
            for (int feature = 0; feature < features.length; feature++) {
                features[feature] = random.nextFloat();
            }
            events.add(PlayedStations.tried(Instant.EPOCH.plusSeconds(20L * i), i, features));
        }
        return events;
    }

    /// A node of which nothing is needed but that it starts a training.
    static final class TrainingNode {
        private TrainingNode() {}

        public static void main(String[] arguments) throws InterruptedException {
            var fit = new RetrainingSettings.Fit(4, Duration.ofHours(1), 512, 0);
            new TrainingProcess(fit, Profile.BALANCED)
                    .start("compression_predictor", Path.of(arguments[0]), Path.of(arguments[1]));
            ProcessHandle.current().children().forEach(child -> System.out.println(child.pid()));
            Thread.sleep(Duration.ofHours(1));
        }
    }

    private static List<String> stat(int nice) throws Exception {
        List<String> command = new ArrayList<>(TrainingProcess.givingWay(nice));
        command.addAll(List.of("/bin/cat", "/proc/self/stat"));
        Process process = new ProcessBuilder(command).start();
        String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).isZero();
        return List.of(line.substring(line.lastIndexOf(')') + 2).split(" "));
    }
}
