package pakit.ml.drift;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import pakit.stats.Divergence;
import pakit.stats.FamilyWise;
import pakit.stats.Histogram;
import pakit.stats.KolmogorovSmirnov;

/// Rows of the same columns against their histograms, in constant memory: rows are counted in chunks, and of these the
/// newest [#CHUNKS_MAX] are kept. Not thread-safe.
///
/// Two things must hold before a column is said to have moved. It must be sure: the smaller p-value of two tests, one
/// for the order of values and one for single bins, doubled, and adjusted for all columns. And it must be large: the
/// blocks of one file are alike, so rows count for less than their number, and tests alone would alarm at every big
/// file.
final class ColumnWatch {
    /// Of what is judged at least, and a chunk is a quarter of it.
    static final int ROWS_MIN = 1_000;

    /// How far back the time is known at which a column moved.
    static final int CHUNKS_MAX = 64;

    /// What is judged: the newest eight chunks.
    static final int JUDGED_CHUNKS = 8;

    static final double P_VALUE_MAX = 0.01;

    /// Beyond it a shift counts as large (see [Divergence#psi]).
    static final double PSI_MIN = 0.25;

    private final int rowsMin;
    private final int chunkRows;
    private final List<String> names;
    private final List<Histogram> expected;
    private final double[][] bounds;
    private final Deque<Chunk> chunks = new ArrayDeque<>();

    /// @param rowsMin below which nothing is said to have moved
    ColumnWatch(List<String> names, List<Histogram> expected, int rowsMin) {
        this.rowsMin = rowsMin;
        this.chunkRows = rowsMin / 4;
        this.names = List.copyOf(names);
        this.expected = List.copyOf(expected);
        this.bounds = expected.stream().map(Histogram::bounds).toArray(double[][]::new);
    }

    /// Takes a row in, if it is one.
    void add(Instant at, List<Float> row) {
        if (row.size() != bounds.length || !row.stream().allMatch(Float::isFinite)) {
            return;
        }
        if (chunks.isEmpty() || chunks.getLast().rows() == chunkRows) {
            chunks.addLast(new Chunk(at, expected));
            if (chunks.size() > CHUNKS_MAX) {
                chunks.removeFirst();
            }
        }
        chunks.getLast().add(row, bounds);
    }

    /// How many rows are judged.
    long rows() {
        return judged().stream().mapToLong(Chunk::rows).sum();
    }

    Optional<Instant> since() {
        return judged().stream().findFirst().map(chunk -> chunk.since);
    }

    /// Empty before the first row.
    List<DriftReport.Column> columns() {
        List<Chunk> judged = judged();
        if (judged.isEmpty()) {
            return List.of();
        }
        List<long[]> found = new ArrayList<>();
        double[] pValues = new double[names.size()];
        for (int column = 0; column < pValues.length; column++) {
            long[] weights = new long[bounds[column].length + 1];
            for (Chunk chunk : judged) {
                chunk.addTo(weights, column);
            }
            found.add(weights);
            pValues[column] = pValue(expected.get(column).weights(), weights);
        }
        double[] adjusted = FamilyWise.holm(pValues);
        List<DriftReport.Column> columns = new ArrayList<>();
        for (int column = 0; column < pValues.length; column++) {
            columns.add(column(column, judged, found.get(column), adjusted[column]));
        }
        return columns;
    }

    private List<Chunk> judged() {
        List<Chunk> all = List.copyOf(chunks);
        return all.subList(Math.max(0, all.size() - JUDGED_CHUNKS), all.size());
    }

    private static double pValue(long[] expected, long[] found) {
        double ordered = KolmogorovSmirnov.ofCounts(expected, found).pValue();
        return Math.min(1, 2 * Math.min(ordered, Divergence.chiSquarePValue(expected, found)));
    }

    private DriftReport.Column column(int column, List<Chunk> judged, long[] found, double pValue) {
        Histogram histogram = expected.get(column);
        double psi = Divergence.psi(histogram.weights(), found);
        long rows = LongStream.of(found).sum();
        boolean moved = rows >= rowsMin && pValue < P_VALUE_MAX && psi >= PSI_MIN;
        return new DriftReport.Column(
                names.get(column),
                histogram.mean(),
                judged.stream().mapToDouble(chunk -> chunk.sum(column)).sum() / rows,
                psi,
                distance(histogram, found),
                pValue,
                moved,
                moved ? movedSince(column) : null,
                shares(histogram.weights()),
                shares(found));
    }

    /// When the newest chunks begin that each lie far off by themselves; null if all do.
    private @Nullable Instant movedSince(int column) {
        long[] before = expected.get(column).weights();
        Instant since = null;
        for (Iterator<Chunk> newestFirst = chunks.descendingIterator(); newestFirst.hasNext(); ) {
            Chunk chunk = newestFirst.next();
            boolean small = chunk.rows() < chunkRows;
            if (!small && Divergence.psi(before, chunk.weights(column)) < PSI_MIN) {
                return since;
            }
            since = chunk.since;
        }
        return null;
    }

    private static double distance(Histogram histogram, long[] found) {
        double[] middles = histogram.middles();
        return Divergence.wasserstein(middles, doubles(histogram.weights()), middles, doubles(found));
    }

    private static double[] doubles(long[] weights) {
        return Arrays.stream(weights).asDoubleStream().toArray();
    }

    private static List<Double> shares(long[] weights) {
        double sum = LongStream.of(weights).sum();
        return LongStream.of(weights).mapToObj(weight -> weight / sum).toList();
    }
}
