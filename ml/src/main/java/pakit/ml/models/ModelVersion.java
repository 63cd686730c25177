package pakit.ml.models;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;

/// A semantic version (semver.org 2.0.0). Ordered by precedence; where two differ in build metadata alone, by text, so
/// that order agrees with equality.
///
/// @param text as in `1.2.3-rc.1+build.5`
public record ModelVersion(@JsonValue String text) implements Comparable<ModelVersion> {
    /// The grammar that semver.org gives, with numbers bounded to 18 digits.
    private static final Pattern GRAMMAR =
            Pattern.compile("(0|[1-9]\\d{0,17})\\.(0|[1-9]\\d{0,17})\\.(0|[1-9]\\d{0,17})"
                    + "(?:-((?:0|[1-9]\\d{0,17}|\\d*[a-zA-Z-][0-9a-zA-Z-]*)"
                    + "(?:\\.(?:0|[1-9]\\d{0,17}|\\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?"
                    + "(?:\\+([0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*))?");
    private static final int LENGTH_MAX = 128;

    public ModelVersion {
        if (text.length() > LENGTH_MAX || !GRAMMAR.matcher(text).matches()) {
            throw new PakitException.Invalid(
                    "version must be a semantic version such as 1.2.0, found '" + abbreviated(text) + "'");
        }
    }

    /// @throws PakitException.Invalid naming the text, if it is no semantic version
    @JsonCreator
    public static ModelVersion parse(String text) {
        return new ModelVersion(text);
    }

    @Override
    public int compareTo(ModelVersion other) {
        Matcher mine = parts();
        Matcher theirs = other.parts();
        for (int group = 1; group <= 3; group++) {
            int order = Long.compare(Long.parseLong(mine.group(group)), Long.parseLong(theirs.group(group)));
            if (order != 0) {
                return order;
            }
        }
        int order = comparePreReleases(mine.group(4), theirs.group(4));
        return order != 0 ? order : text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }

    private Matcher parts() {
        Matcher matcher = GRAMMAR.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalStateException("checked at construction: " + text);
        }
        return matcher;
    }

    /// A release (null) comes after its pre-releases.
    private static int comparePreReleases(@Nullable String mine, @Nullable String theirs) {
        if (mine == null || theirs == null) {
            return Boolean.compare(mine == null, theirs == null);
        }
        String[] left = mine.split("\\.");
        String[] right = theirs.split("\\.");
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            int order = compareIdentifiers(left[i], right[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.length, right.length);
    }

    /// Numbers by value and before words, words by ASCII.
    private static int compareIdentifiers(String mine, String theirs) {
        boolean mineIsNumber = isNumber(mine);
        boolean theirsIsNumber = isNumber(theirs);
        if (mineIsNumber && theirsIsNumber) {
            return Long.compare(Long.parseLong(mine), Long.parseLong(theirs));
        }
        return mineIsNumber == theirsIsNumber ? mine.compareTo(theirs) : Boolean.compare(theirsIsNumber, mineIsNumber);
    }

    private static boolean isNumber(String identifier) {
        return identifier.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static String abbreviated(String text) {
        return text.length() <= LENGTH_MAX ? text : text.substring(0, LENGTH_MAX) + "…";
    }
}
