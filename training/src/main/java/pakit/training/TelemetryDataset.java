package pakit.training;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import pakit.block.Block;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.error.PakitException;
import pakit.ml.feature.CompressionFeatures;
import pakit.ml.models.MeasuredBlock;
import pakit.ml.models.Measurements;
import pakit.ml.telemetry.TelemetryEvent;

/// What a node learned from its own traffic, as measurements to train on: the blocks on which its oracle tried all
/// codecs. Their features are those that were logged, bit for bit.
///
/// Telemetry knows no files. What a node stores within a minute is mostly of one put, and resembles itself; so blocks
/// of
/// one minute are taken for one family, and stay together when families are split.
///
/// @param best how often each codec was the cheapest, by profile: with one codec far ahead there is little to learn
/// @param slow blocks on which a codec took ten times its usual time for a byte: something else was in the way
/// @param from the oldest block
/// @param until the newest
public record TelemetryDataset(
        Measurements measurements, Map<String, Map<String, Long>> best, long slow, Instant from, Instant until) {
    private static final String SCHEMA = CompressionFeatures.schema().name() + "/"
            + CompressionFeatures.schema().version();
    private static final List<String> LABELS =
            Codec.MENU.stream().map(Codec::label).toList();
    private static final int SLOW = 10;
    private static final int PROBES = 16;
    private static final int PROBE_BYTES = 32 << 10;

    /// @param events in any order; those of other kinds, schemas or menus of codecs are passed over
    /// @throws PakitException.Invalid if none is left
    public static TelemetryDataset of(List<TelemetryEvent> events) {
        List<TelemetryEvent.OracleTried> tried = events.stream()
                .filter(TelemetryEvent.OracleTried.class::isInstance)
                .map(TelemetryEvent.OracleTried.class::cast)
                .filter(TelemetryDataset::fits)
                .sorted(Comparator.comparing(TelemetryEvent.OracleTried::at)
                        .thenComparing(TelemetryEvent.OracleTried::blockHash))
                .toList();
        if (tried.isEmpty()) {
            throw new PakitException.Invalid("telemetry has no block on which all codecs were tried: set 'oracle.share'"
                    + " above 0 and put files, or give files to train on (--data PATH)");
        }
        List<MeasuredBlock> blocks = tried.stream().map(TelemetryDataset::block).toList();
        Measurements measurements = new Measurements(
                "telemetry of a node, " + blocks.size() + " blocks",
                MeasurementCollector.machine(),
                hintNanos(),
                blocks);
        return new TelemetryDataset(
                measurements,
                best(blocks),
                slow(blocks),
                tried.getFirst().at(),
                tried.getLast().at());
    }

    private static boolean fits(TelemetryEvent.OracleTried tried) {
        return tried.schema().equals(SCHEMA)
                && tried.codecs().equals(LABELS)
                && tried.features().size() == CompressionFeatures.schema().size()
                && tried.plainBytes() > 0;
    }

    private static MeasuredBlock block(TelemetryEvent.OracleTried tried) {
        float[] features = new float[tried.features().size()];
        for (int i = 0; i < features.length; i++) {
            features[i] = tried.features().get(i);
        }
        long minute = tried.at().truncatedTo(ChronoUnit.MINUTES).getEpochSecond() / 60;
        return new MeasuredBlock(
                "logged@%08x".formatted(minute),
                tried.plainBytes(),
                features,
                tried.storedBytes().stream().mapToInt(Integer::intValue).toArray(),
                tried.packNanos().stream().mapToLong(Long::longValue).toArray());
    }

    /// What a hint costs on this machine, on made-up blocks: blocks themselves are not logged.
    private static long hintNanos() {
        CodecTimer timer = new CodecTimer();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < PROBES; i++) {
            byte[] bytes = new byte[PROBE_BYTES];
            random.nextBytes(bytes);
            timer.measure("probe", Block.raw(bytes));
        }
        return timer.meanHintNanos();
    }

    private static Map<String, Map<String, Long>> best(List<MeasuredBlock> blocks) {
        Map<String, Map<String, Long>> best = new TreeMap<>();
        for (Profile profile : Profile.values()) {
            Map<String, Long> counts = new TreeMap<>();
            LABELS.forEach(codec -> counts.put(codec, 0L));
            blocks.forEach(block -> counts.merge(LABELS.get(block.oracle(profile)), 1L, Long::sum));
            best.put(profile.label(), counts);
        }
        return best;
    }

    private static long slow(List<MeasuredBlock> blocks) {
        double[] usual = new double[LABELS.size()];
        for (int codec = 0; codec < usual.length; codec++) {
            List<Double> rates = new ArrayList<>();
            for (MeasuredBlock block : blocks) {
                rates.add(rate(block, codec));
            }
            rates.sort(Comparator.naturalOrder());
            usual[codec] = rates.get(rates.size() / 2);
        }
        return blocks.stream()
                .filter(block -> IntStream.range(0, usual.length)
                        .anyMatch(codec -> usual[codec] > 0 && rate(block, codec) > SLOW * usual[codec]))
                .count();
    }

    private static double rate(MeasuredBlock block, int codec) {
        return (double) block.packNanos()[codec] / block.plainBytes();
    }
}
