package pakit.ml.models;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Map;

/// How good a model's answers are on its reference set, in the figures of its kind. A model of a new kind brings a case
/// here, a case of [Reference], and what the gate asks of it.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CompressionEvaluation.class, name = "compression"),
    @JsonSubTypes.Type(value = LabelEvaluation.class, name = "labels"),
    @JsonSubTypes.Type(value = ChoiceEvaluation.class, name = "choices"),
    @JsonSubTypes.Type(value = Unjudged.class, name = "unjudged")
})
public sealed interface Quality permits CompressionEvaluation, LabelEvaluation, ChoiceEvaluation, Unjudged {
    /// What each family of the reference set lost by following the model, so that two versions can be compared, paired
    /// by family, without asking either of them again.
    ///
    /// @param loss what was lost: cost in bytes, wrong answers
    /// @param scale what it is measured by: the least possible cost, the number of answers
    record FamilyLoss(double loss, double scale) {}

    /// The losses by family, for each thing that is judged by itself.
    Map<String, Map<String, FamilyLoss>> losses();
}
