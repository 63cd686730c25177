package pakit.ml.integration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import pakit.hint.DeltaFacts;
import pakit.hint.Hint;
import pakit.ml.dedup.DedupFeatures;
import pakit.ml.models.DedupModel;

/// Which bases to name: those whose predicted saving is worth more than the time of the attempt, best first. The
/// candidate that stands first was tried already.
final class DedupChoice {
    private DedupChoice() {}

    private record Promise(int index, double gainBytes) {}

    /// @throws UnusableAnswer if the model answers with what is no share
    static Optional<Hint.Dedup> best(DedupModel model, DeltaFacts facts, Scratch scratch) {
        double price = model.priceBytes(facts.profile(), facts.block().sizeBytes());
        List<Promise> promises = new ArrayList<>();
        int candidates = Math.min(facts.similar().size(), Hint.Dedup.BASES_MAX + 1);
        for (int index = 1; index < candidates; index++) {
            DedupFeatures.extract(facts, index, scratch.features());
            model.predict(1, scratch.features(), scratch.outputs());
            double gain = share(scratch.outputs()[0]) * facts.defaultBytes() - price;
            if (gain > 0) {
                promises.add(new Promise(index, gain));
            }
        }
        promises.sort(Comparator.comparingDouble(Promise::gainBytes).reversed());
        return promises.isEmpty()
                ? Optional.empty()
                : Optional.of(new Hint.Dedup(promises.stream()
                        .map(promise -> facts.similar().get(promise.index()).id())
                        .toList()));
    }

    private static float share(float answer) {
        if (!(answer >= 0 && answer <= 1)) {
            throw new UnusableAnswer("a saving is a share from 0 to 1, the model answered " + answer);
        }
        return answer;
    }
}
