package pakit.training;

import java.util.Map;
import java.util.function.IntConsumer;

/// One line an output: what every other recipe is reported beside.
record LinearRecipe(long seed) implements CompressionRecipe {
    @Override
    public String words() {
        return "ridge regression of each gain";
    }

    @Override
    public int steps() {
        return 1;
    }

    @Override
    public Fitted fit(FamilySplit split, long hintNanos, IntConsumer done) {
        TrainedModel model = TrainedModel.linear(split, hintNanos, seed);
        done.accept(1);
        return new Fitted(model, new LearningCurve("fits", Map.of()));
    }
}
