package pakit.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/// A figure of sums over families, with its 95 % interval by resampling whole families.
///
/// @param value of all families
public record FamilyResampling(double value, double low, double high) {
    private static final int DRAWS = 2000;
    private static final long SEED = 1;

    /// @param families one row of sums each, all of the same length
    /// @param figure of a row of sums over families
    public static FamilyResampling of(Collection<double[]> families, ToDoubleFunction<double[]> figure) {
        List<double[]> rows = List.copyOf(families);
        SplittableRandom random = new SplittableRandom(SEED);
        double[] drawn = new double[DRAWS];
        for (int i = 0; i < DRAWS; i++) {
            double[] sums = new double[rows.getFirst().length];
            for (int family = 0; family < rows.size(); family++) {
                add(rows.get(random.nextInt(rows.size())), sums);
            }
            drawn[i] = figure.applyAsDouble(sums);
        }
        Arrays.sort(drawn);
        double[] all = new double[rows.getFirst().length];
        rows.forEach(row -> add(row, all));
        return new FamilyResampling(
                figure.applyAsDouble(all), drawn[(int) (0.025 * DRAWS)], drawn[(int) (0.975 * DRAWS)]);
    }

    /// With its interval, in `format`.
    public String words(String format) {
        return String.format(Locale.ROOT, format + " [" + format + ", " + format + "]", value, low, high);
    }

    private static void add(double[] row, double[] sums) {
        for (int i = 0; i < row.length; i++) {
            sums[i] += row[i];
        }
    }
}
