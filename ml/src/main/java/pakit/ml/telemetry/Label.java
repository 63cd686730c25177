package pakit.ml.telemetry;

/// A short word that Pakit itself gave to something: a codec, a model, a version, a reason. No path, no sentence and no
/// content fits into one.
final class Label {
    static final int CHARS_MAX = 64;

    private Label() {}

    /// @throws IllegalArgumentException if `text` has other characters than letters, digits and `. _ + -`, or too many
    static void require(String text) {
        if (text.length() > CHARS_MAX) {
            throw new IllegalArgumentException(
                    "a label in telemetry has at most " + CHARS_MAX + " characters, found " + text.length());
        }
        for (int i = 0; i < text.length(); i++) {
            if (!isAllowed(text.charAt(i))) {
                throw new IllegalArgumentException(
                        "a label in telemetry has letters, digits and . _ + - only, found another at " + i);
            }
        }
    }

    private static boolean isAllowed(char letter) {
        return letter >= 'a' && letter <= 'z'
                || letter >= 'A' && letter <= 'Z'
                || letter >= '0' && letter <= '9'
                || letter == '.'
                || letter == '_'
                || letter == '+'
                || letter == '-';
    }
}
