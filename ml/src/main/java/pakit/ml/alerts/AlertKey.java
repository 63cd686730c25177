package pakit.ml.alerts;

import java.util.regex.Pattern;

/// What an alert is about. At most one alert of a key is open at a time.
///
/// @param model its name, or empty for the node as a whole
/// @param kind such as `latency`; lower case with underscores, a label of `/metrics`
public record AlertKey(String model, String kind) implements Comparable<AlertKey> {
    private static final Pattern KIND = Pattern.compile("[a-z][a-z_]*");

    public AlertKey {
        if (!KIND.matcher(kind).matches()) {
            throw new IllegalArgumentException("kind must be lower case with underscores, found '" + kind + "'");
        }
    }

    @Override
    public int compareTo(AlertKey other) {
        int byModel = model.compareTo(other.model);
        return byModel == 0 ? kind.compareTo(other.kind) : byModel;
    }
}
