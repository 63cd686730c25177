package pakit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.block.Block;
import pakit.block.ChunkSizes;
import pakit.block.Chunker;
import pakit.ml.feature.CompressionFeatures;
import pakit.ml.models.MeasuredBlock;
import pakit.ml.models.MeasurementFile;
import pakit.ml.telemetry.BlockHasher;
import pakit.ml.telemetry.EventKind;
import pakit.ml.telemetry.EventQuery;
import pakit.ml.telemetry.TelemetryEvent;

/// The test keeps the blocks that it puts into a served store. What telemetry logged of them is, bit for bit, what
/// training extracts from the same files, and the hint that a block was stored by is what the model answers to that.
class LoggedFeaturesTest {
    private static final String MODEL = "compression_predictor";

    /// Around every length at which the sample is taken otherwise: words, runs, the sample; and files of many blocks.
    private static final int[] SIZES = {1, 7, 8, 9, 255, 257, 1023, 1024, 1025, 4_097, 40_000, 100_000};

    /// All blocks are tried; the codec of each is drawn by lot with some chance, so that each is logged with its row.
    private static final Map<String, String> SETTINGS = Map.of(
            "profile", "swift",
            "delta.enabled", "false",
            "telemetry.hash-ids", "false",
            "oracle.share", "1",
            "oracle.cpu-share", "1",
            "ml.exploration", "0.1");

    @TempDir
    static Path directory;

    private static final Map<Long, Block> KEPT = new HashMap<>();

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static ServedHome served;

    @BeforeAll
    static void putAndKeep() throws IOException {
        served = ServedHome.in(directory, SETTINGS);
        SplittableRandom random = new SplittableRandom(7);
        for (int size : SIZES) {
            for (String kind : List.of("txt", "dat", "bin")) {
                Path file = directory.resolve("kept/" + size + "/file." + kind);
                Files.createDirectories(file.getParent());
                byte[] content = content(kind, size, random);
                Files.write(file, content);
                new Chunker(ChunkSizes.DEFAULT).split(new ByteArrayInputStream(content), LoggedFeaturesTest::keep);
                Cli.Answer put = new Cli(directory).run("put", file.toString());
                assertThat(put.status()).as(put.err()).isZero();
                awaitTried(KEPT.size()); // so that none is dropped
            }
        }
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    private static void keep(byte[] bytes) {
        Block block = Block.raw(bytes);
        KEPT.put(BlockHasher.plain(block.id()), block);
    }

    private static byte[] content(String kind, int size, SplittableRandom random) {
        byte[] content = new byte[size];
        for (int i = 0; i < size; i++) {
            content[i] = (byte)
                    switch (kind) {
                        case "txt" -> "the quick brown fox, 1234\n".charAt(random.nextInt(26));
                        case "dat" -> i % 4 == 0 ? random.nextInt(32) : 0;
                        default -> random.nextInt(256);
                    };
        }
        return content;
    }

    private static void awaitTried(int wanted) {
        while (events(EventKind.ORACLE_TRIED).size() < wanted) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static List<TelemetryEvent> events(EventKind kind) {
        return served.node().events(EventQuery.newest(100_000, kind));
    }

    private static List<TelemetryEvent.OracleTried> tried() {
        return events(EventKind.ORACLE_TRIED).stream()
                .map(TelemetryEvent.OracleTried.class::cast)
                .toList();
    }

    private static List<TelemetryEvent.BlockStored> stored() {
        return events(EventKind.BLOCK_STORED).stream()
                .map(TelemetryEvent.BlockStored.class::cast)
                .filter(event -> KEPT.containsKey(event.blockHash()))
                .toList();
    }

    private static float[] extracted(Block block) {
        float[] row = new float[CompressionFeatures.schema().size()];
        CompressionFeatures.extract(block, 0, row);
        return row;
    }

    /// Bit by bit: also a zero has its sign, and what is no number its payload.
    private static List<Integer> bits(Stream<Float> row) {
        return row.map(Float::floatToRawIntBits).toList();
    }

    private static List<Integer> bits(float[] row) {
        return bits(CompressionFeatures.listed(row).stream());
    }

    @Test
    void whatIsLoggedIsWhatTheKeptBlocksGive() {
        assertThat(tried())
                .hasSize(KEPT.size())
                .allSatisfy(event -> assertThat(bits(event.features().stream()))
                        .isEqualTo(bits(extracted(Objects.requireNonNull(KEPT.get(event.blockHash()))))));
        assertThat(stored())
                .hasSize(KEPT.size())
                .allSatisfy(event -> assertThat(bits(Objects.requireNonNull(event.features()).stream()))
                        .isEqualTo(bits(extracted(Objects.requireNonNull(KEPT.get(event.blockHash()))))));
    }

    /// Where a block was packed by a hint: that hint is the answer to the logged row.
    @Test
    void theModelWasAskedWithWhatIsLogged() {
        List<TelemetryEvent.BlockStored> hinted =
                stored().stream().filter(event -> event.why().equals("hinted")).toList();
        assertThat(hinted).isNotEmpty().allSatisfy(event -> {
            float[] row = extracted(Objects.requireNonNull(KEPT.get(event.blockHash())));
            float[] gains = served.models().predict(MODEL, 1, row).outputs();
            assertThat(CompressionFeatures.listed(gains)).contains((float) event.predictedGain());
        });
    }

    /// `pakit train` finds, cuts and measures the files by itself. Its blocks are known by their sizes in all codecs.
    @Test
    void trainingOnTheFilesExtractsTheSame() {
        Cli.Answer train = new Cli(directory)
                .run("train", MODEL, "--data", "kept", "--measurements", "measured", "-o", "trained", "--json");
        assertThat(train.status()).as(train.err()).isZero();
        Map<List<Integer>, Set<List<Integer>>> logged = new HashMap<>();
        tried().forEach(event ->
                logged.computeIfAbsent(key(event), none -> new HashSet<>()).add(bits(event.features().stream())));
        List<MeasuredBlock> measured =
                MeasurementFile.read(directory.resolve("measured")).blocks();
        assertThat(measured)
                .hasSizeGreaterThan(KEPT.size() * 3 / 4)
                .allSatisfy(block -> assertThat(logged.get(key(block))).contains(bits(block.features())));
    }

    private static List<Integer> key(TelemetryEvent.OracleTried event) {
        return Stream.concat(Stream.of(event.plainBytes()), event.storedBytes().stream())
                .toList();
    }

    private static List<Integer> key(MeasuredBlock block) {
        return Stream.concat(
                        Stream.of(block.plainBytes()),
                        Arrays.stream(block.storedBytes()).boxed())
                .toList();
    }
}
