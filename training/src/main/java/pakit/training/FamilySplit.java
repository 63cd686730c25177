package pakit.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import pakit.error.PakitException;
import pakit.ml.models.MeasuredBlock;

/// Measured blocks in three parts: three fifths of the families to fit, one fifth to stop and to set margins, one fifth
/// to judge. Whole families, never blocks: blocks of one family resemble each other, and a split through them flatters
/// a model by a quarter. The families of each kind are dealt out in turn, so that every part sees most kinds.
record FamilySplit(List<MeasuredBlock> training, List<MeasuredBlock> validation, List<MeasuredBlock> test) {
    private static final int FAMILIES_MIN = 5;

    private enum Part {
        TRAINING,
        VALIDATION,
        TEST
    }

    private static final List<Part> TURNS =
            List.of(Part.TRAINING, Part.TEST, Part.TRAINING, Part.VALIDATION, Part.TRAINING);

    /// @throws PakitException.Invalid if there are too few families to have all three parts
    static FamilySplit of(List<MeasuredBlock> blocks, long seed) {
        Map<String, Part> parts = parts(blocks, new Random(seed));
        return new FamilySplit(
                of(Part.TRAINING, parts, blocks), of(Part.VALIDATION, parts, blocks), of(Part.TEST, parts, blocks));
    }

    /// For a model that saw none of these families.
    FamilySplit withAllButTrainingAsTest() {
        List<MeasuredBlock> rest = new ArrayList<>(test);
        rest.addAll(validation);
        return new FamilySplit(training, List.of(), rest);
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
