package pakit.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import pakit.block.ChunkSizes;
import pakit.codec.Profile;
import pakit.dag.DagBackend;
import pakit.error.PakitException;
import pakit.jobs.RetrainingSettings;
import pakit.ml.integration.BreakerSettings;
import pakit.ml.models.GateThresholds;
import pakit.ml.tensor.RuntimeSettings;
import pakit.store.HomeLayout;
import pakit.store.HomeSettings;

/// The settings of a home: `pakit.conf` in it (HOCON), over the defaults, under `--set KEY=VALUE`. Every key is listed
/// in `reference.conf` beside this class, with its default; a key that is not there is refused.
///
/// @param home asked of the home when it is opened
/// @param cacheBytes of blocks that were read lately
/// @param deltas whether new blocks may be stored as deltas
/// @param mlEnabled whether models are asked for hints
/// @param experimentsEvery how often ramps decide
record Configuration(
        HomeSettings home,
        ServeSettings serve,
        ClientSettings client,
        long cacheBytes,
        DagBackend.Deltas deltas,
        boolean mlEnabled,
        TelemetrySettings telemetry,
        BreakerSettings breaker,
        RuntimeSettings onnx,
        GateThresholds gate,
        AlertSettings alerts,
        Duration experimentsEvery,
        LearningSettings learning,
        int driftRowsMin,
        RetrainingSettings retraining) {
    private static final Config DEFAULTS =
            ConfigFactory.parseResources(Configuration.class, "reference.conf").resolve();

    /// @param overrides by dotted key
    /// @throws PakitException.Invalid naming the file, the key, what was found and what is allowed
    static Configuration of(Path home, Map<String, String> overrides) {
        Path file = new HomeLayout(home).configuration();
        Config given = Files.exists(file) ? parsed(file) : ConfigFactory.empty();
        requireKnown(given, file.toString());
        Config set = ConfigFactory.parseMap(overrides, "--set");
        requireKnown(set, "--set");
        Config asked = set.withFallback(given);
        try {
            return of(home, asked, asked.withFallback(DEFAULTS));
        } catch (ConfigException | IllegalArgumentException | ArithmeticException e) {
            throw new PakitException.Invalid("configuration: " + e.getMessage(), e);
        }
    }

    private static Configuration of(Path home, Config asked, Config all) {
        // What nobody asked for is as the home has it: the defaults must not change a home that exists.
        Optional<Profile> profile = asked.hasPath("profile") ? Optional.of(profile(all)) : Optional.empty();
        Optional<ChunkSizes> sizes = asked.hasPath("chunk") ? Optional.of(chunkSizes(all)) : Optional.empty();
        return new Configuration(
                new HomeSettings(profile, sizes),
                ServeSettings.of(all.getConfig("serve"), home),
                ClientSettings.of(all.getConfig("client"), home),
                all.getBytes("store.cache"),
                all.getBoolean("delta.enabled") ? DagBackend.Deltas.BY_PROFILE : DagBackend.Deltas.NONE,
                all.getBoolean("ml.enabled"),
                TelemetrySettings.of(all.getConfig("telemetry")),
                breaker(all.getConfig("breaker")),
                onnx(all.getConfig("onnx")),
                gate(all.getConfig("gate")),
                AlertSettings.of(all.getConfig("alerts"), home),
                positive(all, "experiments.evaluate-every"),
                LearningSettings.of(all),
                all.getInt("drift.rows-min"),
                RetrainingConfig.of(all.getConfig("retraining"), all.getDouble("gate.inferiority-max")));
    }

    private static Duration positive(Config all, String key) {
        Duration found = all.getDuration(key);
        if (!found.isPositive()) {
            throw new IllegalArgumentException(key + " must be longer than nothing, found " + found);
        }
        return found;
    }

    private static Profile profile(Config all) {
        String found = all.getString("profile");
        try {
            return Profile.valueOf(found.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new PakitException.Invalid(
                    "configuration: profile must be one of " + Profile.labels() + ", found '" + found + "'", e);
        }
    }

    private static ChunkSizes chunkSizes(Config all) {
        return new ChunkSizes(
                Math.toIntExact(all.getBytes("chunk.min")),
                Math.toIntExact(all.getBytes("chunk.average")),
                Math.toIntExact(all.getBytes("chunk.max")));
    }

    private static BreakerSettings breaker(Config breaker) {
        return new BreakerSettings(
                breaker.getInt("window-calls"),
                breaker.getInt("calls-min"),
                breaker.getDouble("failure-rate-max"),
                breaker.getDuration("slow-call"),
                breaker.getDouble("slow-rate-max"),
                breaker.getDuration("open-for"),
                breaker.getInt("half-open-calls"));
    }

    private static RuntimeSettings onnx(Config onnx) {
        return new RuntimeSettings(onnx.getInt("threads"), onnx.getInt("queue"), onnx.getDuration("timeout"));
    }

    private static GateThresholds gate(Config gate) {
        return new GateThresholds(
                gate.getDouble("accuracy-min"),
                gate.getDouble("f1-min"),
                gate.getDouble("regret-above-best-fixed-max"),
                gate.getDouble("inferiority-max"),
                gate.getDuration("p95-max"));
    }

    private static Config parsed(Path file) {
        try {
            return ConfigFactory.parseFile(file.toFile()).resolve();
        } catch (ConfigException e) {
            throw new PakitException.Invalid("configuration " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void requireKnown(Config given, String source) {
        List<String> known = new ArrayList<>(
                DEFAULTS.entrySet().stream().map(Map.Entry::getKey).sorted().toList());
        for (Map.Entry<String, ?> entry : given.entrySet()) {
            String key = entry.getKey();
            if (!known.contains(key)) {
                String nearest = known.stream()
                        .min(Comparator.comparingInt(candidate -> distance(key, candidate)))
                        .orElseThrow();
                throw new PakitException.Invalid("configuration " + source + ": key '" + key
                        + "' is not known, nearest is '" + nearest + "'; known are " + known);
            }
        }
    }

    /// Levenshtein's edit distance.
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
