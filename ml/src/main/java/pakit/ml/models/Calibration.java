package pakit.ml.models;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What a model foretold against what came, in bins of equally many cases by what was foretold; equal forecasts share a
/// bin.
///
/// @param bins from the lowest forecasts to the highest; none if nothing was foretold
public record Calibration(List<Bin> bins) {
    private static final int BINS = 10;

    public Calibration {
        bins = List.copyOf(bins);
    }

    /// @param cases at least 1
    /// @param predicted mean forecast
    /// @param realised mean of what came
    public record Bin(long cases, double predicted, double realised) {}

    /// One forecast and what came.
    record Case(double predicted, double realised) {}

    static Calibration of(List<Case> cases) {
        List<Case> sorted = new ArrayList<>(cases);
        sorted.sort(Comparator.comparingDouble(Case::predicted));
        List<Bin> bins = new ArrayList<>();
        int from = 0;
        while (from < sorted.size()) {
            int to = Math.max(from + 1, (int) ((bins.size() + 1L) * sorted.size() / BINS));
            while (to < sorted.size()
                    && sorted.get(to).predicted() == sorted.get(to - 1).predicted()) {
                to++;
            }
            bins.add(bin(sorted.subList(from, to)));
            from = to;
        }
        return new Calibration(bins);
    }

    public long cases() {
        return bins.stream().mapToLong(Bin::cases).sum();
    }

    /// The expected calibration error: the mean distance of forecast and outcome over the bins, weighted by their cases
    /// (Naeini, Cooper and Hauskrecht 2015); 0 if nothing was foretold.
    public double expectedError() {
        double sum = bins.stream()
                .mapToDouble(bin -> bin.cases() * Math.abs(bin.predicted() - bin.realised()))
                .sum();
        return bins.isEmpty() ? 0 : sum / cases();
    }

    private static Bin bin(List<Case> cases) {
        return new Bin(
                cases.size(),
                cases.stream().mapToDouble(Case::predicted).average().orElseThrow(),
                cases.stream().mapToDouble(Case::realised).average().orElseThrow());
    }
}
