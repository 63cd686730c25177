package pakit.ml.models;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// How a model fared whose answer is one of a few classes.
///
/// @param classification answers against truth
/// @param calibration how sure the model was against how often it was right
/// @param families wrong answers and answers of each family
public record LabelEvaluation(Classification classification, Calibration calibration, Map<String, FamilyLoss> families)
        implements Quality {
    public LabelEvaluation {
        families = Collections.unmodifiableMap(new TreeMap<>(families));
    }

    @Override
    public Map<String, Map<String, FamilyLoss>> losses() {
        return Map.of("accuracy", families);
    }
}
