package pakit.training;

/// What an LSTM learns from, and what tells when to stop. The arrays are shared; nobody writes to them.
///
/// @param vocabulary tokens are 0 to below it
public record TokenSequences(int vocabulary, int[] training, int[] validation) {
    public TokenSequences {
        require(training, vocabulary);
        require(validation, vocabulary);
    }

    private static void require(int[] tokens, int vocabulary) {
        for (int token : tokens) {
            if (token < 0 || token >= vocabulary) {
                throw new IllegalArgumentException("tokens must be 0 to below " + vocabulary + ", found " + token);
            }
        }
    }
}
