package pakit.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import pakit.error.PakitException;
import pakit.ml.models.MeasuredBlock;

/// Measured blocks in three parts: three fifths of the families to fit, one fifth to stop and to set margins, one fifth
/// to judge. Whole families, never blocks: blocks of one family resemble each other, and a split through them flatters
/// a model by a quarter. The families of each kind are dealt out in turn, so that every part sees most kinds. A node's
/// own blocks are split by their age instead ([TimeSplit]).
///
/// @param weighing how much blocks count
record FamilySplit(
        List<MeasuredBlock> training, List<MeasuredBlock> validation, List<MeasuredBlock> test, Weighing weighing) {
    private static final int FAMILIES_MIN = 5;

    private enum Part {
        TRAINING,
        VALIDATION,
        TEST
    }

    private static final List<Part> TURNS =
            List.of(Part.TRAINING, Part.TEST, Part.TRAINING, Part.VALIDATION, Part.TRAINING);

    FamilySplit(List<MeasuredBlock> training, List<MeasuredBlock> validation, List<MeasuredBlock> test) {
        this(training, validation, test, Weighing.EVEN);
    }

    /// @throws PakitException.Invalid if there are too few families to have all three parts
    static FamilySplit of(List<MeasuredBlock> blocks, long seed) {
        if (!blocks.isEmpty() && blocks.stream().allMatch(TimeSplit::isOwn)) {
            return TimeSplit.of(blocks);
        }
        Map<String, Part> parts = parts(blocks, new Random(seed));
        return new FamilySplit(
                of(Part.TRAINING, parts, blocks), of(Part.VALIDATION, parts, blocks), of(Part.TEST, parts, blocks));
    }

    /// What ships beside what a node measured of its own blocks: fitted to and stopped on both, judged on the newest
    /// own blocks. The shipped test families stay unseen, because the gate judges on them.
    ///
    /// @param ownWeight how many shipped blocks of its size an own block counts as
    static FamilySplit beside(FamilySplit shipped, FamilySplit own, double ownWeight) {
        return new FamilySplit(
                joined(shipped.training, own.training),
                joined(shipped.validation, own.validation),
                own.test,
                block -> TimeSplit.isOwn(block) ? ownWeight : 1);
    }

    /// All that may be learned from.
    List<MeasuredBlock> seen() {
        return joined(training, validation);
    }

    /// Of these, what is never held out from a fit: older own blocks, on which nobody is to stop.
    List<MeasuredBlock> older() {
        return training.stream().filter(TimeSplit::isOwn).toList();
    }

    /// What traffic looks like where the model is to serve: all it was fitted to, or the newer own blocks.
    List<MeasuredBlock> typical() {
        boolean own = !test.isEmpty() && test.stream().allMatch(TimeSplit::isOwn);
        return own ? joined(validation.stream().filter(TimeSplit::isOwn).toList(), test) : training;
    }

    private static List<MeasuredBlock> joined(List<MeasuredBlock> first, List<MeasuredBlock> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /// For a model that saw none of these families.
    FamilySplit withAllButTrainingAsTest() {
        List<MeasuredBlock> rest = new ArrayList<>(test);
        rest.addAll(validation);
        return new FamilySplit(training, List.of(), rest, weighing);
    }

    private static List<MeasuredBlock> of(Part part, Map<String, Part> parts, List<MeasuredBlock> blocks) {
        return blocks.stream()
                .filter(block -> parts.get(block.family()) == part)
                .toList();
    }

    private static Map<String, Part> parts(List<MeasuredBlock> blocks, Random random) {
        Map<String, List<String>> byKind = new TreeMap<>();
        blocks.stream()
                .map(MeasuredBlock::family)
                .distinct()
                .sorted()
                .forEach(family -> byKind.computeIfAbsent(FileFamily.kindOf(family), kind -> new ArrayList<>())
                        .add(family));
        Map<String, Part> parts = new HashMap<>();
        byKind.values().forEach(families -> {
            Collections.shuffle(families, random);
            families.forEach(family -> parts.put(family, TURNS.get(parts.size() % TURNS.size())));
        });
        if (parts.size() < FAMILIES_MIN) {
            throw new PakitException.Invalid("training needs at least " + FAMILIES_MIN
                    + " families of files (a kind of file in one top directory), found " + parts.size()
                    + ": give more, and more different, data");
        }
        return parts;
    }
}
