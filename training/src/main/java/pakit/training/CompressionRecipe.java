package pakit.training;

import java.util.function.IntConsumer;

/// How measured blocks become a compression model.
interface CompressionRecipe {
    /// What is made, in words for the card.
    String words();

    /// How many steps [#fit] has at most.
    int steps();

    /// Neither fits to nor looks at the test families.
    ///
    /// @param done told how many steps are done
    Fitted fit(FamilySplit split, long hintNanos, IntConsumer done);

    /// @param curve how the fit went
    record Fitted(TrainedModel model, LearningCurve curve) {}
}
