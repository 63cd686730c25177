package pakit.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import pakit.codec.Profile;
import pakit.ml.dedup.DedupState;
import pakit.ml.models.Metric;

/// A dedup optimizer beside cheap rules at equal attempts: each ranks all attempts of the held-out sets, makes the same
/// number of them, and what they saved is compared, in points of what the records take.
final class DedupComparison {
    private static final List<String> HEADINGS =
            List.of("STRATEGY", ">ATTEMPTS", ">SAVED KB", ">POINTS", ">95 % FROM", ">TO", ">NET KB");
    private static final int RESAMPLES = 1000;
    private static final double TAIL = 0.025;
    private static final int LARGEST = 1000;

    private final DedupState state;
    private final DedupMeasurements measurements;
    private final Set<String> test;
    private final Profile profile;
    private final List<DedupMeasurements.Made> cases;

    DedupComparison(DedupState state, DedupMeasurements measurements, Set<String> test, Profile profile) {
        this.state = state;
        this.measurements = measurements;
        this.test = test;
        this.profile = profile;
        this.cases = measurements.attempts().stream()
                .filter(made -> test.contains(made.set()))
                .toList();
    }

    DedupState state() {
        return state;
    }

    /// As many attempts as the model finds worth their time, and a tenth of all there could be.
    Report report(long seed) {
        List<List<String>> rows = new ArrayList<>();
        Map<String, Metric> metrics = new HashMap<>();
        Map<String, Metric> baselines = new HashMap<>();
        int followed = (int) cases.stream().filter(made -> gain(made) > 0).count();
        add(rows, metrics, "model", this::gain, followed, seed);
        add(rows, baselines, "largestRecord", DedupMeasurements.Made::defaultBytes, followed, seed);
        int tenth = (cases.size() + 9) / 10;
        add(rows, metrics, "modelTenth", this::promised, tenth, seed);
        add(rows, baselines, "largestRecordTenth", DedupMeasurements.Made::defaultBytes, tenth, seed);
        add(rows, baselines, "sharedBinsTenth", made -> made.row()[0], tenth, seed);
        add(rows, baselines, "all", made -> 0, cases.size(), seed);
        metrics.put("abstains", Metric.exact(abstains() ? 1 : 0));
        String judged = cases.size() + " attempts in " + test.size() + " sets that it has not seen";
        return new Report(judged, HEADINGS, rows, metrics, baselines, Map.of("sets", String.join(", ", test)));
    }

    /// Whether following the model is worth nothing here, or was worth nothing while it learnt.
    boolean abstains() {
        return state.earnings().abstains()
                || net(cases.stream().filter(made -> gain(made) > 0).toList()) <= 0;
    }

    private double net(List<DedupMeasurements.Made> made) {
        return made.stream()
                .mapToDouble(
                        one -> one.savedBytes() - measurements.at(one, profile).priceBytes())
                .sum();
    }

    private double gain(DedupMeasurements.Made made) {
        return promised(made) - measurements.at(made, profile).priceBytes();
    }

    private double promised(DedupMeasurements.Made made) {
        return state.saving(made.row(), 0) * made.defaultBytes();
    }

    private void add(
            List<List<String>> rows,
            Map<String, Metric> figures,
            String name,
            ToDoubleFunction<DedupMeasurements.Made> order,
            int attempts,
            long seed) {
        List<DedupMeasurements.Made> chosen = cases.stream()
                .sorted(Comparator.comparingDouble(order).reversed())
                .limit(attempts)
                .toList();
        long saved =
                chosen.stream().mapToLong(DedupMeasurements.Made::savedBytes).sum();
        Metric points = points(chosen, seed);
        figures.put(name + ".savedPoints", points);
        rows.add(List.of(
                name,
                String.valueOf(attempts),
                shown(saved / 1e3),
                shown(points.value()),
                shown(points.low()),
                shown(points.high()),
                shown(net(chosen) / 1e3)));
    }

    /// With an interval over sets, since blocks of one resemble each other.
    private Metric points(List<DedupMeasurements.Made> chosen, long seed) {
        List<String> sets = List.copyOf(test);
        double[] saved = new double[sets.size()];
        for (DedupMeasurements.Made made : chosen) {
            saved[sets.indexOf(made.set())] += made.savedBytes();
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] resampled = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            resampled[i] =
                    points(sets, saved, random.ints(sets.size(), 0, sets.size()).toArray());
        }
        Arrays.sort(resampled);
        int[] all = IntStream.range(0, sets.size()).toArray();
        return new Metric(
                points(sets, saved, all),
                resampled[(int) (TAIL * LARGEST)],
                resampled[RESAMPLES - 1 - (int) (TAIL * LARGEST)]);
    }

    private double points(List<String> sets, double[] saved, int[] drawn) {
        double sum = 0;
        double whole = 0;
        for (int set : drawn) {
            sum += saved[set];
            whole += measurements.recordBytes().getOrDefault(sets.get(set), 0L);
        }
        return whole == 0 ? 0 : 100 * sum / whole;
    }

    private static String shown(double figure) {
        return String.format(Locale.ROOT, "%.3f", figure);
    }
}
