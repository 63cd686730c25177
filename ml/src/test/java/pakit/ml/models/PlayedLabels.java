package pakit.ml.models;

import java.util.Arrays;
import java.util.stream.IntStream;
import pakit.ml.feature.FeatureSchema;

/// A model of classes in a few lines.
record PlayedLabels(int inputs, int outputs, Answering answering) implements PakitModel {
    interface Answering {
        void answer(float[] row, float[] out);
    }

    @Override
    public Manifest manifest() {
        return ModelArtifactTest.artifact().manifest();
    }

    @Override
    public FeatureSchema schema() {
        return new FeatureSchema(
                "played", 1, IntStream.range(0, inputs).mapToObj(i -> "f" + i).toList());
    }

    @Override
    public void predict(int rows, float[] features, float[] out) {
        for (int row = 0; row < rows; row++) {
            float[] answer = new float[outputs];
            answering.answer(Arrays.copyOfRange(features, row * inputs, (row + 1) * inputs), answer);
            System.arraycopy(answer, 0, out, row * outputs, outputs);
        }
    }

    @Override
    public void close() {}
}
