package pakit.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import pakit.bench.FamilyResampling;
import pakit.codec.Codec;
import pakit.ml.models.MeasuredBlock;
import pakit.ml.tensor.Tree;

/// How much of the CPU time of a high level of zstd can be spared at as many bytes, if trees say of a block by its
/// features how many bytes and how much time a lower level makes of it? On the measurements that the shipped model was
/// trained on, cross-validated by family: trees are fitted to three parts, the price of time is the one that spares
/// most on a fourth with at most so many bytes more, and the fifth is judged. Asking is paid for.
public final class SparedLevels {
    private static final int FOLDS = 5;
    private static final long SEED = 1;
    private static final double[] BYTES_MORE_MAX = {0, 0.0003, 0.0005, 0.001};
    private static final TreeSettings SETTINGS = new TreeSettings(80, 15, 5, 0.15f, 15, 1, 64);
    private static final double BYTES_MAX = 0.05;
    private static final double NANOS_MAX = 300;

    private final int standard;
    private final long hintNanos;

    private SparedLevels(int standard, long hintNanos) {
        this.standard = standard;
        this.hintNanos = hintNanos;
    }

    /// What a block costs.
    private record Cost(double bytes, double nanos) {}

    /// What trees say of blocks: for each of the lower codecs bytes and time less, a share of the plain bytes and
    /// nanoseconds for each of them.
    private record Predicted(List<MeasuredBlock> blocks, double[][] less) {}

    /// Judged families: bytes and time as they are, then as they become, blocks with a hint, and all blocks.
    public static List<String> measure() {
        var measurements = ShippedMeasurements.all();
        List<String> table = new ArrayList<>();
        table.add("| default | bytes more allowed % | CPU time spared % | bytes more % | blocks with a hint % |");
        table.add("|---|---:|---|---|---:|");
        for (String codec : List.of("zstd-9", "zstd-15")) {
            int standard = Codec.MENU.indexOf(Codec.parse(codec));
            SparedLevels levels = new SparedLevels(standard, measurements.hintNanos());
            List<Map<String, double[]>> judged = levels.judge(measurements.blocks());
            for (int i = 0; i < BYTES_MORE_MAX.length; i++) {
                table.add(line(codec, BYTES_MORE_MAX[i], judged.get(i)));
            }
        }
        return table;
    }

    private static String line(String codec, double allowed, Map<String, double[]> families) {
        FamilyResampling spared = FamilyResampling.of(families.values(), sums -> 100 * (1 - sums[3] / sums[1]));
        FamilyResampling more = FamilyResampling.of(families.values(), sums -> 100 * (sums[2] / sums[0] - 1));
        FamilyResampling hints = FamilyResampling.of(families.values(), sums -> 100 * sums[4] / sums[5]);
        return String.format(
                Locale.ROOT,
                "| %s | %.2f | %s | %s | %.1f |",
                codec,
                100 * allowed,
                spared.words("%.1f"),
                more.words("%+.3f"),
                hints.value());
    }

    private List<Map<String, double[]>> judge(List<MeasuredBlock> blocks) {
        List<Map<String, double[]>> judged = new ArrayList<>();
        for (int i = 0; i < BYTES_MORE_MAX.length; i++) {
            judged.add(new TreeMap<>());
        }
        FamilyFolds folds = FamilyFolds.of(blocks, FOLDS, SEED);
        for (int fold = 0; fold < FOLDS; fold++) {
            FamilySplit split = folds.split(fold);
            List<Predicted> predicted = predict(split);
            for (int i = 0; i < BYTES_MORE_MAX.length; i++) {
                double price = price(predicted.getFirst(), BYTES_MORE_MAX[i]);
                add(predicted.getLast(), price, judged.get(i));
            }
        }
        return judged;
    }

    /// Of the validation and of the test part.
    private List<Predicted> predict(FamilySplit split) {
        Samples training = samples(split.training());
        Samples validation = samples(split.validation());
        Predicted known =
                new Predicted(split.validation(), new double[split.validation().size()][2 * standard]);
        Predicted unknown = new Predicted(split.test(), new double[split.test().size()][2 * standard]);
        for (int output = 0; output < 2 * standard; output++) {
            List<Tree> trees =
                    new BoostedTrees(training, SETTINGS).fit(output, validation).kept();
            explain(trees, output, known);
            explain(trees, output, unknown);
        }
        return List.of(known, unknown);
    }

    private static void explain(List<Tree> trees, int output, Predicted predicted) {
        for (int i = 0; i < predicted.less.length; i++) {
            float[] features = predicted.blocks.get(i).features();
            for (Tree tree : trees) {
                predicted.less[i][output] += tree.leaf(features, 0);
            }
        }
    }

    private Samples samples(List<MeasuredBlock> blocks) {
        double mean =
                blocks.stream().mapToInt(MeasuredBlock::plainBytes).average().orElse(1);
        float[][] inputs = new float[blocks.size()][];
        float[][] targets = new float[blocks.size()][2 * standard];
        float[] weights = new float[blocks.size()];
        for (int i = 0; i < weights.length; i++) {
            MeasuredBlock block = blocks.get(i);
            inputs[i] = block.features();
            weights[i] = (float) (block.plainBytes() / mean);
            for (int codec = 0; codec < standard; codec++) {
                Cost high = cost(block, standard);
                Cost low = cost(block, codec);
                double bytes = (high.bytes - low.bytes) / block.plainBytes();
                double nanos = (high.nanos - low.nanos) / block.plainBytes();
                targets[i][2 * codec] = (float) Math.max(-BYTES_MAX, bytes);
                targets[i][2 * codec + 1] = (float) Math.clamp(nanos, -NANOS_MAX / 3, NANOS_MAX);
            }
        }
        return new Samples(inputs, targets, weights);
    }

    /// Where the lower codec does not shrink the block, the core packs it again with the default.
    private Cost cost(MeasuredBlock block, int codec) {
        boolean again = codec != standard
                && !(Codec.MENU.get(codec) instanceof Codec.None)
                && block.storedBytes()[codec] >= block.plainBytes();
        int kept = again ? standard : codec;
        return new Cost(
                block.storedBytes()[kept], block.packNanos()[codec] + (again ? block.packNanos()[standard] : 0));
    }

    /// The price of a nanosecond at which most time is spared with at most `allowed` bytes more; 0: none.
    private double price(Predicted known, double allowed) {
        double best = 0;
        double most = 0;
        for (double price = 1e-6; price < 3; price *= 1.3) {
            Map<String, double[]> families = new TreeMap<>();
            add(known, price, families);
            double[] sums = new double[6];
            families.values().forEach(row -> {
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += row[i];
                }
            });
            double spared = 1 - sums[3] / sums[1];
            if (sums[2] / sums[0] - 1 <= allowed && spared > most) {
                most = spared;
                best = price;
            }
        }
        return best;
    }

    private void add(Predicted predicted, double price, Map<String, double[]> families) {
        for (int i = 0; i < predicted.less.length; i++) {
            MeasuredBlock block = predicted.blocks.get(i);
            int codec = price == 0 ? standard : choice(predicted.less[i], price);
            Cost before = cost(block, standard);
            Cost after = cost(block, codec);
            double[] sums = families.computeIfAbsent(block.family(), family -> new double[6]);
            sums[0] += before.bytes;
            sums[1] += before.nanos;
            sums[2] += after.bytes;
            sums[3] += after.nanos + (price == 0 ? 0 : hintNanos);
            sums[4] += codec == standard ? 0 : 1;
            sums[5]++;
        }
    }

    private int choice(double[] less, double price) {
        int best = standard;
        double most = 0;
        for (int codec = 0; codec < standard; codec++) {
            double gain = less[2 * codec] + price * less[2 * codec + 1];
            if (gain > most) {
                most = gain;
                best = codec;
            }
        }
        return best;
    }
}
