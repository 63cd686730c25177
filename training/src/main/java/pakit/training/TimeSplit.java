package pakit.training;

import java.util.ArrayList;
import java.util.List;
import pakit.error.PakitException;
import pakit.ml.models.MeasuredBlock;

/// Blocks of a node's own traffic in three parts by their age: the older three fifths to fit, the next fifth to stop
/// and to set margins, the newest to judge. What a model is for comes after what it learned from, so that is how it is
/// judged; a random split would let it see both sides of every change.
final class TimeSplit {
    /// Begins the labels of a node's own blocks ([FileFamily#kindOf]).
    static final String KIND = "logged";

    private static final double FITTED = 0.6;
    private static final double STOPPED = 0.8;
    private static final int STRETCHES_MIN = 5;

    private TimeSplit() {}

    static boolean isOwn(MeasuredBlock block) {
        return FileFamily.kindOf(block.family()).equals(KIND);
    }

    /// Stretches of one label stay whole.
    ///
    /// @param oldestFirst own blocks
    /// @throws PakitException.Invalid if there are too few stretches to have all three parts
    static FamilySplit of(List<MeasuredBlock> oldestFirst) {
        List<List<MeasuredBlock>> stretches = stretches(oldestFirst);
        if (stretches.size() < STRETCHES_MIN) {
            throw new PakitException.Invalid("training on a node's own blocks needs at least " + STRETCHES_MIN
                    + " stretches of time, found " + stretches.size() + ": wait for more");
        }
        List<MeasuredBlock> training = new ArrayList<>();
        List<MeasuredBlock> validation = new ArrayList<>();
        List<MeasuredBlock> test = new ArrayList<>();
        int dealt = 0;
        for (int i = 0; i < stretches.size(); i++) {
            double middle = (dealt + 0.5 * stretches.get(i).size()) / oldestFirst.size();
            boolean last = i == stretches.size() - 1;
            List<MeasuredBlock> part = last || middle >= STOPPED ? test : middle >= FITTED ? validation : training;
            boolean skipped = part == test && validation.isEmpty();
            (skipped && !last ? validation : part).addAll(stretches.get(i));
            dealt += stretches.get(i).size();
        }
        return new FamilySplit(training, validation, test);
    }

    private static List<List<MeasuredBlock>> stretches(List<MeasuredBlock> oldestFirst) {
        List<List<MeasuredBlock>> stretches = new ArrayList<>();
        String label = "";
        for (MeasuredBlock block : oldestFirst) {
            if (!block.family().equals(label)) {
                stretches.add(new ArrayList<>());
                label = block.family();
            }
            stretches.getLast().add(block);
        }
        return stretches;
    }
}
