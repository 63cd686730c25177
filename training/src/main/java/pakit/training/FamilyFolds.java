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

/// Measured blocks in parts of whole families, for cross-validation. The families of each kind are dealt out in turn,
/// so that every part sees most kinds.
record FamilyFolds(List<List<MeasuredBlock>> parts) {
    FamilyFolds {
        parts = parts.stream().map(List::copyOf).toList();
    }

    /// @throws PakitException.Invalid if there are fewer families than parts
    static FamilyFolds of(List<MeasuredBlock> blocks, int count, long seed) {
        Map<String, List<String>> byKind = new TreeMap<>();
        blocks.stream()
                .map(MeasuredBlock::family)
                .distinct()
                .sorted()
                .forEach(family -> byKind.computeIfAbsent(FileFamily.kindOf(family), kind -> new ArrayList<>())
                        .add(family));
        Random random = new Random(seed);
        Map<String, Integer> dealt = new HashMap<>();
        byKind.values().forEach(families -> {
            Collections.shuffle(families, random);
            families.forEach(family -> dealt.put(family, dealt.size() % count));
        });
        if (dealt.size() < count) {
            throw new PakitException.Invalid("a cross-validation of " + count + " folds needs as many families of "
                    + "files, found " + dealt.size() + ": give more, and more different, data");
        }
        List<List<MeasuredBlock>> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(new ArrayList<>());
        }
        blocks.forEach(block -> parts.get(dealt.getOrDefault(block.family(), 0)).add(block));
        return new FamilyFolds(parts);
    }

    /// A part to judge on, the next to stop and to set margins on, the rest to fit to.
    FamilySplit split(int part) {
        int next = (part + 1) % parts.size();
        List<MeasuredBlock> rest = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            if (i != part && i != next) {
                rest.addAll(parts.get(i));
            }
        }
        return new FamilySplit(rest, parts.get(next), parts.get(part));
    }

    List<MeasuredBlock> allBut(int part) {
        List<MeasuredBlock> rest = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            if (i != part) {
                rest.addAll(parts.get(i));
            }
        }
        return rest;
    }
}
