package pakit.ml.models;

import java.util.Map;

/// Nothing is known of right answers: whether the model is any good has to be seen in shadow mode or in an experiment.
public record Unjudged() implements Quality {
    @Override
    public Map<String, Map<String, FamilyLoss>> losses() {
        return Map.of();
    }
}
