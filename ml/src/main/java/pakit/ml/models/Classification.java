package pakit.ml.models;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// Answers against truth, and the figures that follow (Sokolova and Lapalme 2009). Where a share has nothing to be a
/// share of, it is 0.
///
/// @param classes labels
/// @param confusion how often class `row` was answered `column`
public record Classification(List<String> classes, List<List<Long>> confusion) {
    public Classification {
        classes = List.copyOf(classes);
        confusion = confusion.stream().map(List::copyOf).toList();
        int size = classes.size();
        if (size == 0
                || confusion.size() != size
                || confusion.stream().anyMatch(row -> row.size() != size)
                || confusion.stream().flatMap(List::stream).anyMatch(count -> count < 0)) {
            throw new IllegalArgumentException("a confusion matrix has a row and a column of counts for each of "
                    + classes + ", found " + confusion);
        }
    }

    /// @param truth the right class of each case, by number
    /// @param answers the answered class of each case, by number
    public static Classification of(List<String> classes, int[] truth, int[] answers) {
        if (truth.length != answers.length) {
            throw new IllegalArgumentException(
                    "each case has a truth and an answer, found " + truth.length + " and " + answers.length);
        }
        long[][] counts = new long[classes.size()][classes.size()];
        for (int i = 0; i < truth.length; i++) {
            counts[truth[i]][answers[i]]++;
        }
        return new Classification(
                classes,
                IntStream.range(0, counts.length)
                        .mapToObj(row -> IntStream.range(0, counts.length)
                                .mapToObj(column -> counts[row][column])
                                .toList())
                        .toList());
    }

    /// The figures of one class against all others.
    ///
    /// @param support how many cases are of this class
    /// @param answered how many were said to be
    public record ClassFigures(String label, long support, long answered, double precision, double recall, double f1) {}

    public long cases() {
        return IntStream.range(0, classes.size()).mapToLong(this::support).sum();
    }

    /// Share of cases that were answered right.
    public double accuracy() {
        return share(IntStream.range(0, classes.size()).mapToLong(this::right).sum(), cases());
    }

    /// In the order of the classes.
    public List<ClassFigures> perClass() {
        return IntStream.range(0, classes.size()).mapToObj(this::figures).toList();
    }

    public double macroPrecision() {
        return macro(ClassFigures::precision);
    }

    public double macroRecall() {
        return macro(ClassFigures::recall);
    }

    /// The mean over the classes that occur, in truth or in answers: a rare class counts as much as a common one.
    public double macroF1() {
        return macro(ClassFigures::f1);
    }

    public double weightedPrecision() {
        return weighted(ClassFigures::precision);
    }

    /// The same as [#accuracy], by its definition.
    public double weightedRecall() {
        return weighted(ClassFigures::recall);
    }

    /// The mean over the classes, weighted by how many cases are of each.
    public double weightedF1() {
        return weighted(ClassFigures::f1);
    }

    private ClassFigures figures(int index) {
        long support = support(index);
        long answered = confusion.stream().mapToLong(row -> row.get(index)).sum();
        return new ClassFigures(
                classes.get(index),
                support,
                answered,
                share(right(index), answered),
                share(right(index), support),
                share(2 * right(index), support + answered));
    }

    private double macro(ToDoubleFunction<ClassFigures> figure) {
        return perClass().stream()
                .filter(figures -> figures.support() + figures.answered() > 0)
                .mapToDouble(figure)
                .average()
                .orElse(0);
    }

    private double weighted(ToDoubleFunction<ClassFigures> figure) {
        double sum = perClass().stream()
                .mapToDouble(figures -> figures.support() * figure.applyAsDouble(figures))
                .sum();
        return cases() == 0 ? 0 : sum / cases();
    }

    private long support(int index) {
        return confusion.get(index).stream().mapToLong(Long::longValue).sum();
    }

    private long right(int index) {
        return confusion.get(index).get(index);
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
