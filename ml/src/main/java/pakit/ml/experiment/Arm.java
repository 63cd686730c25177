package pakit.ml.experiment;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;

/// One way to serve a unit.
///
/// @param name unique in its experiment; the first arm is `control`
/// @param useMl whether models are asked
/// @param version which version of the model answers; null for the live one
public record Arm(String name, boolean useMl, @Nullable String version) {
    public static final String CONTROL = "control";
    public static final String TREATMENT = "treatment";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,31}");

    public Arm {
        if (!NAME.matcher(name).matches()) {
            throw new PakitException.Invalid(
                    "an arm's name must be lower-case letters, digits, - and _, at most 32, found '" + name + "'");
        }
        if (!useMl && version != null) {
            throw new PakitException.Invalid(
                    "arm " + name + " asks no model, so it can have no version, found " + version);
        }
    }

    /// No model is asked.
    public static Arm baseline(String name) {
        return new Arm(name, false, null);
    }

    /// The live version is asked.
    public static Arm live(String name) {
        return new Arm(name, true, null);
    }

    /// A named version is asked.
    public static Arm of(String name, String version) {
        return new Arm(name, true, version);
    }
}
