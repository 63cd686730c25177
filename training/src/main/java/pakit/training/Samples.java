package pakit.training;

/// What a network is fitted to: rows of inputs, rows of wanted outputs, and how much each row counts. The arrays are
/// shared; nobody writes to them.
public record Samples(float[][] inputs, float[][] targets, float[] weights) {
    public Samples {
        if (inputs.length == 0 || inputs.length != targets.length || inputs.length != weights.length) {
            throw new IllegalArgumentException("samples need as many inputs, targets and weights, at least one, found "
                    + inputs.length + ", " + targets.length + " and " + weights.length);
        }
    }

    public int size() {
        return inputs.length;
    }

    public int inputWidth() {
        return inputs[0].length;
    }

    public int targetWidth() {
        return targets[0].length;
    }
}
