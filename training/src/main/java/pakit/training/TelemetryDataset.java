package pakit.training;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
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
/// Telemetry knows no files. What a node stores within a minute is mostly of one put, and resembles itself; so a
/// minute, or [#STRETCH_BLOCKS_MAX] blocks of one, are taken for one family, and stay together when they are split by
/// time.
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
    static final int STRETCH_BLOCKS_MAX = 32;
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
            requireSchema(events);
            throw new PakitException.Invalid("telemetry has no block on which all codecs were tried: set 'oracle.share'"
                    + " above 0 and put files, or give files to train on (--data PATH)");
        }
        List<MeasuredBlock> blocks = blocks(tried);
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

    /// How many of these events are blocks to learn from.
    public static long count(List<TelemetryEvent> events, Instant since) {
        return events.stream()
                .filter(event -> !event.at().isBefore(since))
                .filter(event -> event instanceof TelemetryEvent.OracleTried tried && fits(tried))
                .count();
    }

    /// The newest fifth of a node's measurements: what no training on them learns from.
    public static Measurements newest(Measurements own) {
        List<MeasuredBlock> newest = TimeSplit.of(own.blocks()).test();
        return new Measurements(own.source(), own.machine(), own.hintNanos(), newest);
    }

    /// Other vectors cannot be turned into ours: the blocks are gone.
    private static void requireSchema(List<TelemetryEvent> events) {
        Set<String> others = new TreeSet<>();
        for (TelemetryEvent event : events) {
            if (event instanceof TelemetryEvent.OracleTried tried
                    && !tried.schema().equals(SCHEMA)) {
                others.add(tried.schema());
            }
        }
        if (!others.isEmpty()) {
            throw new PakitException.Invalid("telemetry has blocks of schema " + String.join(", ", others)
                    + " alone, this Pakit extracts " + SCHEMA + ": wait until the oracle has tried new ones");
        }
    }

    private static boolean fits(TelemetryEvent.OracleTried tried) {
        return tried.schema().equals(SCHEMA)
                && tried.codecs().equals(LABELS)
                && tried.features().size() == CompressionFeatures.schema().size()
                && tried.plainBytes() > 0;
    }

    private static List<MeasuredBlock> blocks(List<TelemetryEvent.OracleTried> oldestFirst) {
        List<MeasuredBlock> blocks = new ArrayList<>();
        long minute = -1;
        int inMinute = 0;
        for (TelemetryEvent.OracleTried tried : oldestFirst) {
            long now = tried.at().truncatedTo(ChronoUnit.MINUTES).getEpochSecond() / 60;
            inMinute = now == minute ? inMinute + 1 : 0;
            minute = now;
            String stretch = "%s@%08x.%d".formatted(TimeSplit.KIND, minute, inMinute / STRETCH_BLOCKS_MAX);
            blocks.add(block(stretch, tried));
        }
        return blocks;
    }

    private static MeasuredBlock block(String stretch, TelemetryEvent.OracleTried tried) {
        float[] features = new float[tried.features().size()];
        for (int i = 0; i < features.length; i++) {
            features[i] = tried.features().get(i);
        }
        return new MeasuredBlock(
                stretch,
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
