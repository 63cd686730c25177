package pakit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import pakit.codec.Profile;

/// Would it pay to choose a block's codec by what became of the blocks before it in its file? No features, no model:
/// the share that the last packed one took leads to the codec that was cheapest after such on other families. A codec
/// is named only where it was better than the default by a standard error over families; after [#UNPACKED_MAX] blocks
/// that were left unpacked, which tell nothing, one is packed to see. Several blocks of a file are packed at the same
/// time, so the outcome of the last few is not known yet.
final class StreamContext {
    private static final String CODECS = "blocks_codecs.csv.gz";
    private static final List<String> MENU = List.of("none", "lz4", "z1", "z3", "z9", "z15");
    private static final List<Profile> PROFILES = List.of(Profile.FAST, Profile.RAPID, Profile.MEMORY);
    private static final int NONE = 0;
    private static final int LZ4 = 1;
    private static final int FOLDS = 5;
    private static final int UNPACKED_MAX = 4;
    private static final int[] UNDER_WAY = {0, 1, 3};
    private static final double[] EDGES = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.995};
    private static final int AFTER_MIN = 20;
    private static final double ASKING_SECONDS = 60e-9;

    private final List<Sample> samples;
    private final int standard;

    private StreamContext(List<Sample> samples, int standard) {
        this.samples = samples;
        this.standard = standard;
    }

    /// A block and what storing it costs by each codec.
    ///
    /// @param stream what it comes from: blocks of one stream follow each other
    /// @param share of its bytes that lz4 leaves; what stronger codecs leave tells as much
    private record Sample(String family, int fold, String stream, double[] costs, double bytes, double share) {}

    /// Nothing if the measurements are not there.
    static List<String> measure(Optional<Path> data) throws IOException {
        if (data.isEmpty() || !Files.exists(data.get().resolve(CODECS))) {
            System.err.println("context: no " + CODECS + "; say where it is by --data DIR");
            return List.of();
        }
        List<Map<String, String>> rows =
                new ArrayList<>(CodecFamilies.rows(data.get().resolve(CODECS)));
        rows.sort(Comparator.comparing(StreamContext::stream).thenComparing(row -> Long.parseLong(row.get("off"))));
        List<String> table = new ArrayList<>();
        table.add(
                "| profile | MB/s | reads | under way | best fixed, regret % | by context | points saved | named % |");
        table.add("|---|---:|---:|---:|---:|---|---|---:|");
        for (Profile profile : PROFILES) {
            for (int reads = 0; reads <= 1; reads++) {
                for (int underWay : UNDER_WAY) {
                    table.add(line(rows, profile, reads, underWay));
                }
            }
        }
        return table;
    }

    private static String line(List<Map<String, String>> rows, Profile profile, int reads, int underWay) {
        List<Sample> samples =
                rows.stream().map(row -> sample(row, profile, reads)).toList();
        int standard = profile == Profile.MEMORY ? NONE : LZ4;
        Map<String, double[]> families = new StreamContext(samples, standard).play(profile, underWay);
        FamilyResampling fixed = FamilyResampling.of(families.values(), sums -> 100 * (sums[1] / sums[0] - 1));
        FamilyResampling context = FamilyResampling.of(families.values(), sums -> 100 * (sums[2] / sums[0] - 1));
        FamilyResampling saved = FamilyResampling.of(families.values(), sums -> 100 * (sums[1] - sums[2]) / sums[0]);
        double named = FamilyResampling.of(families.values(), sums -> 100 * sums[3] / sums[4])
                .value();
        return String.format(
                Locale.ROOT,
                "| %s | %.0f | %d | %d | %.2f | %s | %s | %.1f |",
                profile.label(),
                profile.bytesPerCpuSecond() / 1e6,
                reads,
                underWay,
                fixed.value(),
                context.words("%.2f"),
                saved.words("%.2f"),
                named);
    }

    private static String stream(Map<String, String> row) {
        return row.get("fam") + " " + row.get("mode") + " " + row.get("file");
    }

    private static Sample sample(Map<String, String> row, Profile profile, int reads) {
        double bytes = number(row, "size");
        double[] costs = new double[MENU.size()];
        for (int codec = 0; codec < costs.length; codec++) {
            String name = MENU.get(codec);
            double micros = number(row, "tc_" + name) + reads * number(row, "td_" + name);
            costs[codec] = (1 + reads) * Math.min(bytes, number(row, "s_" + name))
                    + profile.bytesPerCpuSecond() * 1e-6 * micros;
        }
        int fold = Integer.parseInt(text(row, "fold"));
        return new Sample(text(row, "fam"), fold, stream(row), costs, bytes, number(row, "s_lz4") / bytes);
    }

    private static double number(Map<String, String> row, String column) {
        return Double.parseDouble(text(row, column));
    }

    private static String text(Map<String, String> row, String column) {
        return Objects.requireNonNull(row.get(column), column);
    }

    /// Sums by family: the least that could be paid, what the codec costs that was best on the other folds, what is
    /// paid by context, how many blocks a codec was named for, and how many there are.
    private Map<String, double[]> play(Profile profile, int underWay) {
        Map<String, double[]> families = new TreeMap<>();
        for (int fold = 0; fold < FOLDS; fold++) {
            int test = fold;
            List<Sample> others =
                    samples.stream().filter(sample -> sample.fold != test).toList();
            List<Sample> own =
                    samples.stream().filter(sample -> sample.fold == test).toList();
            play(own, choices(others), bestFixed(others), underWay, profile, families);
        }
        return families;
    }

    private void play(
            List<Sample> blocks,
            int[] choices,
            int fixed,
            int underWay,
            Profile profile,
            Map<String, double[]> families) {
        String stream = "";
        int last = -1;
        int unpacked = 0;
        Deque<Integer> coming = new ArrayDeque<>();
        for (Sample block : blocks) {
            if (!block.stream.equals(stream)) {
                stream = block.stream;
                last = -1;
                unpacked = 0;
                coming.clear();
            }
            while (coming.size() > underWay) {
                last = coming.remove();
            }
            int codec = last < 0 ? standard : choices[last];
            codec = codec == NONE && unpacked >= UNPACKED_MAX ? LZ4 : codec;
            unpacked = codec == NONE ? unpacked + 1 : 0;
            if (codec != NONE) {
                coming.add(bin(block.share));
            }
            double[] sums = families.computeIfAbsent(block.family, family -> new double[5]);
            sums[0] += block.costs[cheapest(block.costs)];
            sums[1] += block.costs[fixed];
            sums[2] += block.costs[codec] + profile.bytesPerCpuSecond() * ASKING_SECONDS;
            sums[3] += codec == standard ? 0 : 1;
            sums[4]++;
        }
    }

    private static int bin(double share) {
        int bin = 0;
        while (bin < EDGES.length && share >= EDGES[bin]) {
            bin++;
        }
        return bin;
    }

    private static int bestFixed(List<Sample> blocks) {
        double[] sums = new double[MENU.size()];
        for (Sample block : blocks) {
            for (int codec = 0; codec < sums.length; codec++) {
                sums[codec] += block.costs[codec];
            }
        }
        return cheapest(sums);
    }

    private static int cheapest(double[] costs) {
        int best = 0;
        for (int codec = 1; codec < costs.length; codec++) {
            best = costs[codec] < costs[best] ? codec : best;
        }
        return best;
    }

    /// For each range of shares the codec to name after a block in it.
    private int[] choices(List<Sample> blocks) {
        List<Map<String, double[]>> gains = new ArrayList<>();
        int[] count = new int[EDGES.length + 1];
        for (int i = 0; i <= EDGES.length; i++) {
            gains.add(new HashMap<>());
        }
        for (int i = 1; i < blocks.size(); i++) {
            Sample before = blocks.get(i - 1);
            Sample block = blocks.get(i);
            if (before.stream.equals(block.stream)) {
                int bin = bin(before.share);
                count[bin]++;
                add(block, gains.get(bin).computeIfAbsent(block.family, family -> new double[MENU.size() + 1]));
            }
        }
        int[] choices = new int[count.length];
        for (int bin = 0; bin < choices.length; bin++) {
            choices[bin] = count[bin] < AFTER_MIN ? standard : choice(gains.get(bin));
        }
        return choices;
    }

    private void add(Sample block, double[] sums) {
        for (int codec = 0; codec < MENU.size(); codec++) {
            sums[codec] += block.costs[standard] - block.costs[codec];
        }
        sums[MENU.size()] += block.bytes;
    }

    /// The codec that gained most a byte, a standard error over families taken off.
    private int choice(Map<String, double[]> families) {
        double bytes = families.values().stream()
                .mapToDouble(sums -> sums[MENU.size()])
                .sum();
        int best = standard;
        double most = 0;
        for (int codec = 0; codec < MENU.size(); codec++) {
            int at = codec;
            double gain =
                    families.values().stream().mapToDouble(sums -> sums[at]).sum() / bytes;
            double squares = families.values().stream()
                    .mapToDouble(sums -> Math.pow(sums[at] - gain * sums[MENU.size()], 2))
                    .sum();
            double sure = gain - Math.sqrt(squares) / bytes;
            if (codec != standard && sure > most) {
                most = sure;
                best = codec;
            }
        }
        return best;
    }
}
