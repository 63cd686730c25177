package pakit.ml.models;

import java.util.List;

/// What was measured once and is data from then on: training from the same measurements and seed gives the same model.
///
/// @param source where the files came from, in words; one line
/// @param machine the class of machine on which times were taken, in words; one line
/// @param hintNanos mean time of a hint there: features and inference
public record Measurements(String source, String machine, long hintNanos, List<MeasuredBlock> blocks) {
    public Measurements {
        blocks = List.copyOf(blocks);
        if (source.lines().count() > 1 || machine.lines().count() > 1) {
            throw new IllegalArgumentException("source and machine must be one line each");
        }
    }

    public long plainBytes() {
        return blocks.stream().mapToLong(MeasuredBlock::plainBytes).sum();
    }

    public long families() {
        return blocks.stream().map(MeasuredBlock::family).distinct().count();
    }
}
