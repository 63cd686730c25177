package pakit.ml.models;

/// A semantic version (semver.org 2.0.0), ordered by precedence.
///
/// @param text the text it was parsed from, without a leading `v`
public record ModelVersion(String text) implements Comparable<ModelVersion> {
    /// @throws pakit.error.PakitException.Invalid naming the text, if it is no semantic version
    public static ModelVersion parse(String text) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int compareTo(ModelVersion other) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String toString() {
        return text;
    }
}
