package pakit.preflight;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import pakit.error.PakitException;

/// Reads Prometheus' text format 0.0.4 as strictly as a scrape does: samples behind the type of their family, no series
/// twice, values that are numbers.
final class ExpositionText {
    private static final Pattern TYPE =
            Pattern.compile("# TYPE ([a-zA-Z_:][\\w:]*) (counter|gauge|histogram|summary|untyped)");
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_]\\w*=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\"");
    private static final Pattern SAMPLE =
            Pattern.compile("(([a-zA-Z_:][\\w:]*)(?:\\{(?:" + LABEL + "(?:," + LABEL + ")*,?)?})?) (\\S+)");
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+(\\.\\d*)?([eE][+-]?\\d+)?|Inf)|NaN");

    private final Set<String> families = new TreeSet<>();
    private final Map<String, Double> samples = new HashMap<>();

    private ExpositionText() {}

    /// @throws PakitException.Corrupt with the first line that cannot be read
    static ExpositionText read(String text) {
        ExpositionText read = new ExpositionText();
        text.lines().forEach(read::line);
        return read;
    }

    /// Names of all families.
    Set<String> families() {
        return Collections.unmodifiableSet(families);
    }

    /// Values by series, as written.
    Map<String, Double> samples() {
        return Collections.unmodifiableMap(samples);
    }

    private void line(String line) {
        if (line.startsWith("#")) {
            Matcher type = TYPE.matcher(line);
            if (type.matches()) {
                require(families.add(type.group(1)), "family begins twice", line);
            } else {
                require(line.startsWith("# HELP "), "no comment that is known", line);
            }
        } else if (!line.isBlank()) {
            sample(line);
        }
    }

    private void sample(String line) {
        Matcher sample = SAMPLE.matcher(line);
        require(sample.matches(), "no sample", line);
        require(NUMBER.matcher(sample.group(3)).matches(), "no number", line);
        require(samples.put(sample.group(1), value(sample.group(3))) == null, "series is there twice", line);
        String name = sample.group(2);
        String family = name.replaceFirst("_(bucket|sum|count)$", "");
        require(families.contains(name) || families.contains(family), "sample without a type before it", line);
    }

    /// Java reads all but the infinities as Prometheus writes them.
    private static double value(String number) {
        return Double.parseDouble(number.replace("Inf", "Infinity"));
    }

    private static void require(boolean holds, String what, String line) {
        if (!holds) {
            throw new PakitException.Corrupt("the answer to a scrape cannot be read: " + what + ": " + line);
        }
    }
}
