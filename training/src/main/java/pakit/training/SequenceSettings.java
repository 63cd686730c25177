package pakit.training;

/// How an LSTM is fitted.
///
/// @param width of the embedding
/// @param units of each of the two cells
/// @param last tokens that it reads before it says what comes; it remembers nothing from before them
/// @param gradientMax norm of all gradients together, beyond which they are scaled down
/// @param patience passes without a better validation loss before it stops
/// @param accessesMax tokens that it may learn to foresee, in all passes together; the last pass may be cut short
public record SequenceSettings(
        int width,
        int units,
        int last,
        float learningRate,
        int batchRows,
        float gradientMax,
        int patience,
        long accessesMax,
        long seed) {
    public static final int CELLS = 2;

    public SequenceSettings {
        if (accessesMax < 1) {
            throw new IllegalArgumentException("accessesMax must be at least 1, found " + accessesMax);
        }
    }

    /// The shape of the Python original. How that is fitted it leaves open; the rest was chosen by a few fits to two
    /// traces (sprite, gli). Patience is long because short traces have few steps a pass: the loss may rise for a dozen
    /// passes before it falls for good.
    public static SequenceSettings standard(long accessesMax, long seed) {
        return new SequenceSettings(32, 64, 10, 2e-3f, 128, 1, 20, accessesMax, seed);
    }

    /// Windows of so many tokens in all: each is followed by one that can be foreseen.
    public int windows(int tokens) {
        return Math.max(0, tokens - last);
    }
}
