package pakit.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.ml.feature.CompressionFeatures;
import pakit.ml.models.Manifest;
import pakit.ml.models.MeasuredBlock;
import pakit.ml.models.MeasurementFile;
import pakit.ml.models.Measurements;
import pakit.ml.models.Metric;
import pakit.training.CompressionTrainer;
import pakit.training.ProgressListener;
import pakit.training.SampleLimits;
import pakit.training.TrainingData;
import pakit.training.TrainingRequest;
import pakit.training.Tuning;

/// The compression predictor on 6,956 blocks of 94 families that were measured elsewhere: cross-validated by family,
/// the price of asking charged, by the same trainer that users have. Costs are those of that measurement: the cold and
/// archive profiles write only, the others read each block once as well. Of the features, those that were measured are
/// filled in: no shares of the sixteen buckets.
final class CodecFamilies {
    private static final String CODECS = "blocks_codecs.csv.gz";
    private static final String FEATURES = "blocks_features.csv.gz";
    private static final List<String> MENU = List.of("none", "lz4", "z1", "z3", "z9", "z15");
    private static final long HINT_NANOS = 1_469; // of the shipped model's measurements
    private static final int FOLDS = 5;
    private static final Map<String, String> COLUMNS = Map.ofEntries(
            Map.entry("byte_entropy", "ent_1k"),
            Map.entry("top_byte_share", "top1_1k"),
            Map.entry("zero_share", "p0_1k"),
            Map.entry("letter_share", "alpha_1k"),
            Map.entry("digit_share", "digit_1k"),
            Map.entry("space_share", "space_1k"),
            Map.entry("high_bit_share", "hi_1k"),
            Map.entry("same_as_1_before_share", "eq1_1k"),
            Map.entry("same_as_2_before_share", "eq2_1k"),
            Map.entry("same_as_4_before_share", "eq4_1k"),
            Map.entry("same_as_8_before_share", "eq8_1k"),
            Map.entry("repeat_share", "coll_1k"));

    private CodecFamilies() {}

    /// What a block costs besides its bytes.
    private enum Use {
        WRITTEN,
        WRITTEN_AND_READ
    }

    /// Nothing if the measurements are not there.
    static List<String> measure(Optional<Path> data) throws IOException {
        if (data.isEmpty() || !Files.exists(data.get().resolve(CODECS))) {
            System.err.println("codecs: no " + CODECS + " and " + FEATURES + "; say where they are by --data DIR");
            return List.of();
        }
        Manifest written = train(data.get(), Use.WRITTEN);
        Manifest read = train(data.get(), Use.WRITTEN_AND_READ);
        List<String> table = new ArrayList<>();
        table.add("| profile | MB/s | regret % | best fixed | points saved | accuracy % |");
        table.add("|---|---:|---|---:|---|---:|");
        for (Profile profile : Profile.values()) {
            Manifest of = profile.compareTo(Profile.ARCHIVE) <= 0 ? written : read;
            Metric regret = metric(of.metrics(), profile.label() + ".regretPercent");
            Metric gain = metric(of.metrics(), profile.label() + ".gainPoints");
            table.add(String.format(
                    Locale.ROOT,
                    "| %s | %s | %.2f [%.2f, %.2f] | %.2f | %.2f [%.2f, %.2f] | %.1f |",
                    profile.label(),
                    profile.bytesPerCpuSecond() / 1e6,
                    regret.value(),
                    regret.low(),
                    regret.high(),
                    metric(of.baselines(), profile.label() + ".bestFixed.regretPercent")
                            .value(),
                    gain.value(),
                    gain.low(),
                    gain.high(),
                    100 * metric(of.metrics(), profile.label() + ".accuracy").value()));
        }
        return table;
    }

    private static Metric metric(Map<String, Metric> metrics, String name) {
        Metric metric = metrics.get("crossValidated." + name);
        if (metric == null) {
            throw new IllegalStateException("no figure " + name);
        }
        return metric;
    }

    private static Manifest train(Path data, Use use) throws IOException {
        Path file = Files.createTempDirectory("pakit-codecs-").resolve("measured");
        try {
            MeasurementFile.write(measurements(data, use), file);
            TrainingRequest request = new TrainingRequest(
                    new TrainingData.Saved(file),
                    TrainingRequest.DEFAULT_SEED,
                    TrainingRequest.FIRST_VERSION,
                    Optional.empty(),
                    new Tuning(Optional.empty(), 0, FOLDS, Optional.empty()));
            return new CompressionTrainer(InstantSource.system(), SampleLimits.STANDARD)
                    .train(request, ProgressListener.none())
                    .artifact()
                    .manifest();
        } finally {
            Files.deleteIfExists(file);
            Files.delete(file.getParent());
        }
    }

    private static Measurements measurements(Path data, Use use) throws IOException {
        Map<String, Map<String, String>> features = new HashMap<>();
        rows(data.resolve(FEATURES)).forEach(row -> features.put(row.get("id"), row));
        List<MeasuredBlock> blocks = new ArrayList<>();
        for (Map<String, String> row : rows(data.resolve(CODECS))) {
            blocks.add(block(row, features.getOrDefault(row.get("id"), Map.of()), use));
        }
        long hintNanos = use == Use.WRITTEN ? HINT_NANOS : HINT_NANOS / 2; // half: each cost is that of one of two uses
        return new Measurements("94 families of files, measured elsewhere", "another", hintNanos, blocks);
    }

    private static MeasuredBlock block(Map<String, String> row, Map<String, String> features, Use use) {
        int plain = (int) number(row, "size");
        int[] stored = new int[Codec.MENU.size()];
        long[] nanos = new long[Codec.MENU.size()];
        for (int codec = 0; codec < stored.length; codec++) {
            String name = MENU.get(codec);
            stored[codec] = (int) Math.min(plain, number(row, "s_" + name));
            double packing = number(row, "tc_" + name);
            nanos[codec] =
                    Math.round(use == Use.WRITTEN ? 1000 * packing : 500 * (packing + number(row, "td_" + name)));
        }
        return new MeasuredBlock(
                row.get("cat") + "@" + row.get("fam"), plain, features(plain, features), stored, nanos);
    }

    private static float[] features(int plain, Map<String, String> measured) {
        List<String> names = CompressionFeatures.schema().features();
        float[] row = new float[names.size()];
        row[0] = (float) StrictMath.log10(plain);
        row[names.indexOf("distinct_share")] = (float) (number(measured, "dist_1k") / 256);
        COLUMNS.forEach((ours, theirs) -> row[names.indexOf(ours)] = (float) number(measured, theirs));
        return row;
    }

    private static double number(Map<String, String> row, String column) {
        return Double.parseDouble(row.getOrDefault(column, "0"));
    }

    static List<Map<String, String>> rows(Path file) throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            List<String> names = Arrays.asList(lines.readLine().split(",", -1));
            List<Map<String, String>> rows = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] cells = line.split(",", -1);
                Map<String, String> row = new LinkedHashMap<>();
                for (int i = 0; i < cells.length; i++) {
                    row.put(names.get(i), cells[i]);
                }
                rows.add(row);
            }
            return rows;
        }
    }
}
