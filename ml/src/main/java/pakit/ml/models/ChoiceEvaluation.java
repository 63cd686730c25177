package pakit.ml.models;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// How a model fared that chooses among alternatives. Regret is what was paid above the cheapest alternatives, in per
/// cent of them.
///
/// @param regretPercent of the model
/// @param ruleRegretPercent of the strongest cheap rule
/// @param families what was paid by following the model, and the least that could have been
public record ChoiceEvaluation(double regretPercent, double ruleRegretPercent, Map<String, FamilyLoss> families)
        implements Quality {
    public ChoiceEvaluation {
        families = Collections.unmodifiableMap(new TreeMap<>(families));
    }

    /// @param outputs in the order of the cases' rows
    static ChoiceEvaluation of(ChoosingModel model, float[][] outputs, Reference.Choices reference) {
        double paid = 0;
        double ruled = 0;
        double least = 0;
        int at = 0;
        Map<String, FamilyLoss> families = new TreeMap<>();
        for (Reference.Choice one : reference.cases()) {
            float[][] own =
                    java.util.Arrays.copyOfRange(outputs, at, at + one.rows().size());
            at += own.length;
            double cost = one.costs().get(model.chosen(one.rows(), own));
            double best = Collections.min(one.costs());
            paid += cost;
            ruled += one.costs().get(one.rule());
            least += best;
            families.merge(
                    one.family(),
                    new FamilyLoss(cost, best),
                    (a, b) -> new FamilyLoss(a.loss() + b.loss(), a.scale() + b.scale()));
        }
        return new ChoiceEvaluation(100 * (paid / least - 1), 100 * (ruled / least - 1), families);
    }

    @Override
    public Map<String, Map<String, FamilyLoss>> losses() {
        return Map.of("choices", families);
    }
}
