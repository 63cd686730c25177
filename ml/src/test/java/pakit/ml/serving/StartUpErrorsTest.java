package pakit.ml.serving;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import pakit.ml.models.DefaultModels;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.ModelLoader;
import pakit.ml.models.ModelVersion;
import pakit.ml.models.PakitModel;
import pakit.ml.onnx.ModelProto;

/// What can be wrong with the version that was live when a server starts: each is named with the model, the file and
/// the remedy, the version before it serves, and other models start.
class StartUpErrorsTest {
    private static final String MODEL = "compression_predictor";
    private static final String OTHER = "other";
    private static final ModelLoader STANDARD = ModelLoader.standard();

    @TempDir
    Path home;

    private final Logger logger = (Logger) LoggerFactory.getLogger(ModelServer.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Path models;

    @BeforeEach
    void install() {
        models = home.resolve("models");
        VersionManager versions = new VersionManager(models);
        ModelArtifact shipped = DefaultModels.artifacts().getFirst();
        versions.register(shipped);
        versions.register(shipped.withVersion(new ModelVersion("2.0.0")));
        versions.register(Artifacts.artifact(OTHER, "1.0.0", 7));
        for (String version : List.of("1.0.0", "2.0.0")) {
            versions.activate(Artifacts.cleared(home.resolve("gate"), MODEL, version, 1), new Cause("cli", ""));
        }
        versions.activate(Artifacts.cleared(home.resolve("gate"), OTHER, "1.0.0", 7), new Cause("cli", ""));
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void detach() {
        logger.detachAppender(log);
    }

    /// @param named what the message has to hold
    record Damage(String title, Harm harm, ModelLoader loader, List<String> named) {
        @Override
        public String toString() {
            return title;
        }
    }

    /// Does something to a version's directory.
    interface Harm {
        void to(Path version) throws IOException;
    }

    static Stream<Damage> damages() {
        return Stream.of(
                onDisk(
                        "no payload",
                        v -> Files.delete(payload(v)),
                        "model.onnx is missing",
                        "restore it from a backup"),
                onDisk("no manifest", v -> Files.delete(manifest(v)), "model.json is missing", "restore it"),
                onDisk(
                        "wrong digest",
                        v -> Files.write(payload(v), new byte[] {1, 2, 3}),
                        "payload model.onnx of compression_predictor v2.0.0 has SHA-256",
                        "its manifest says",
                        "restore the file or register the version again"),
                onDisk(
                        "truncated ONNX",
                        v -> replacePayload(v, Arrays.copyOf(Files.readAllBytes(payload(v)), 1000)),
                        "model.onnx of compression_predictor v2.0.0: no ONNX file, or a truncated one",
                        "export it again"),
                onDisk(
                        "unsupported operator",
                        v -> replacePayload(v, withSigmoid(Files.readAllBytes(payload(v)))),
                        "model.onnx of compression_predictor v2.0.0: ONNX node",
                        "operator Sigmoid is not supported, known are Gemm, MatMul, Add, Relu, Identity",
                        "nor does ONNX Runtime take it: "),
                onDisk(
                        "other schema",
                        v -> edit(v, "\"schemaVersion\" : 1", "\"schemaVersion\" : 99"),
                        "compression_predictor v2.0.0 was trained on schema compression/99, this Pakit extracts",
                        "train it again"),
                onDisk(
                        "newer manifest",
                        v -> edit(v, "\"formatVersion\" : 1", "\"formatVersion\" : 2"),
                        "model.json has format 2, this Pakit reads up to 1",
                        "use a newer Pakit"),
                onDisk(
                        "no manifest at all",
                        v -> Files.writeString(manifest(v), "{\"formatVersion\" : 1"),
                        "model.json is no manifest"),
                onDisk(
                        "larger than memory",
                        v -> enlarge(payload(v), Runtime.getRuntime().maxMemory() / 2),
                        "model.onnx of " + Runtime.getRuntime().maxMemory() / 2 + " bytes does not fit in memory",
                        "the heap has " + Runtime.getRuntime().maxMemory() + " bytes at most",
                        "PAKIT_JAVA_OPTS=-Xmx"),
                whenLoaded(
                        "out of memory",
                        () -> Arrays.fill(new long[Integer.MAX_VALUE], 1),
                        "compression_predictor v2.0.0 with a payload of ",
                        "does not fit in memory",
                        "PAKIT_JAVA_OPTS=-Xmx"),
                whenLoaded(
                        "no native library",
                        () -> System.loadLibrary("pakit-has-no-such-library"),
                        "compression_predictor v2.0.0 cannot be loaded: a library that it needs is missing on ",
                        System.getProperty("os.arch"),
                        "pakit-has-no-such-library",
                        "install it, or make another version live"));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void isNamedAndTheVersionBeforeServesAndOtherModelsStart(Damage damage) throws IOException {
        Path version = models.resolve(MODEL).resolve("2.0.0");
        damage.harm().to(version);
        try (ModelServer server = new ModelServer(models, loader(damage), Artifacts.openGate(models))) {
            server.start();
            HealthReport health = server.healthCheck();
            assertThat(health.status()).isEqualTo("degraded");
            assertThat(health.modelsLoaded()).isEqualTo(2);
            assertThat(health.model(MODEL).version()).isEqualTo("1.0.0");
            assertThat(health.model(MODEL).problem())
                    .contains(damage.named())
                    .contains("v2.0.0 is refused", version.toString(), "make another version live")
                    .endsWith("v1.0.0 serves instead");
            assertThat(server.predict(OTHER, 1, new float[2]).outputs()).containsExactly(7);
        }
        assertThat(log.list.stream().filter(line -> line.getLevel() == Level.WARN))
                .extracting(ILoggingEvent::getFormattedMessage)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("Model 'compression_predictor' is degraded: v2.0.0 is refused: ")
                        .contains(damage.named()));
    }

    private static Damage onDisk(String title, Harm harm, String... named) {
        return new Damage(title, harm, STANDARD, List.of(named));
    }

    private static Damage whenLoaded(String title, Runnable accident, String... named) {
        ModelLoader loader = artifact -> {
            if (artifact.manifest().version().text().equals("2.0.0")) {
                accident.run();
            }
            return STANDARD.load(artifact);
        };
        return new Damage(title, version -> {}, loader, List.of(named));
    }

    private static ModelLoader loader(Damage damage) {
        return artifact -> artifact.manifest().name().equals(OTHER)
                ? (PakitModel) Artifacts.model(artifact)
                : damage.loader().load(artifact);
    }

    private static Path payload(Path version) {
        return version.resolve("model.onnx");
    }

    private static Path manifest(Path version) {
        return version.resolve(ModelArtifact.MANIFEST_FILE);
    }

    /// With the manifest that fits, so that the payload itself is read.
    private static void replacePayload(Path version, byte[] payload) throws IOException {
        String before = ModelArtifact.sha256(Files.readAllBytes(payload(version)));
        Files.write(payload(version), payload);
        edit(version, before, ModelArtifact.sha256(payload));
    }

    private static void edit(Path version, String from, String to) throws IOException {
        String json = Files.readString(manifest(version));
        assertThat(json).contains(from);
        Files.writeString(
                manifest(version), json.replace(from, to).replaceFirst(",\\s*\"crc32c\" : \"[0-9a-f]{8}\"", ""));
    }

    private static byte[] withSigmoid(byte[] onnx) throws IOException {
        ModelProto.Builder model = ModelProto.parseFrom(onnx).toBuilder();
        model.getGraphBuilder().getNodeBuilderList().forEach(node -> node.setOpType("Sigmoid"));
        return model.build().toByteArray();
    }

    /// Holes, which take no place on the disk.
    private static void enlarge(Path file, long bytes) throws IOException {
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(bytes);
        }
    }
}
