package pakit.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import pakit.error.PakitException;
import pakit.stats.BivariateMoments;
import pakit.stats.Estimate;
import pakit.stats.Moments;

/// Reads the events of an experiment from CSV: a header with the columns `arm` and `value`, optionally `user` or
/// `before`, in any order; then one event a line, without quotes.
final class ArmFile {
    private static final String CONTROL = "control";
    private static final String TREATMENT = "treatment";

    /// Of an arm: ranks of more take too long.
    static final int VALUES_MAX = 100_000;

    /// What one arm's mean is, and from how many independent units.
    ///
    /// @param allShares whether each value is 0 or 1
    /// @param values none where users send several, where there are too many, and where only sums are known
    /// @param withBefore pairs of value and what was known before
    record Arm(
            long events, long units, Estimate mean, boolean allShares, double[] values, BivariateMoments withBefore) {
        static Arm of(Moments moments) {
            return new Arm(
                    moments.count(),
                    moments.count(),
                    Estimate.mean(moments),
                    false,
                    new double[0],
                    BivariateMoments.EMPTY);
        }
    }

    record Arms(Arm control, Arm treatment) {}

    private final Path file;
    private final int armColumn;
    private final int valueColumn;
    private final int userColumn;
    private final int beforeColumn;
    private final Map<String, ArmSums> arms = Map.of(CONTROL, new ArmSums(), TREATMENT, new ArmSums());

    private ArmFile(Path file, List<String> header) {
        this.file = file;
        this.armColumn = header.indexOf("arm");
        this.valueColumn = header.indexOf("value");
        this.userColumn = header.indexOf("user");
        this.beforeColumn = header.indexOf("before");
        if (armColumn < 0 || valueColumn < 0) {
            throw new PakitException.Invalid(
                    file + " must begin with a header that has arm and value, found " + header);
        }
        if (userColumn >= 0 && beforeColumn >= 0) {
            throw new PakitException.Invalid(file + " has columns user and before: what was known before belongs to a"
                    + " user and not to an event, so give one line a user, without the column user");
        }
    }

    static Arms read(Path path) {
        if (!Files.exists(path)) {
            throw new PakitException.NotFound("there is no file " + path);
        }
        try (BufferedReader lines = Files.newBufferedReader(path)) {
            String header = lines.readLine();
            ArmFile file = new ArmFile(path, header == null ? List.of() : columns(header));
            int number = 1;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    file.take(number, columns(line));
                }
            }
            return new Arms(file.arm(CONTROL), file.arm(TREATMENT));
        } catch (MalformedInputException e) {
            throw new PakitException.Invalid(path + " is no UTF-8 text", e);
        } catch (IOException e) {
            throw new PakitException.Unavailable(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void take(int line, List<String> columns) {
        if (columns.size() <= Math.max(Math.max(armColumn, beforeColumn), Math.max(valueColumn, userColumn))) {
            throw invalid(line, "has too few columns");
        }
        ArmSums arm = arms.get(columns.get(armColumn));
        if (arm == null) {
            throw invalid(line, "has arm '" + columns.get(armColumn) + "', expected control or treatment");
        }
        double value = value(line, columns.get(valueColumn));
        if (beforeColumn >= 0) {
            arm.add(value, value(line, columns.get(beforeColumn)));
        } else if (userColumn < 0) {
            arm.add(value);
        } else if (arm.add(value, user(line, columns.get(userColumn))) > ArmSums.USERS_MAX) {
            throw invalid(
                    line,
                    "has more users than " + ArmSums.USERS_MAX + " in one arm: give sums by --control and --treatment");
        }
    }

    private double value(int line, String text) {
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            throw invalid(line, "has value '" + text + "', which is no number");
        }
        throw invalid(line, "has value '" + text + "', which is not finite");
    }

    private String user(int line, String user) {
        if (user.isEmpty()) {
            throw invalid(line, "has no user");
        }
        return user;
    }

    private Arm arm(String name) {
        return Objects.requireNonNull(arms.get(name)).arm();
    }

    private static List<String> columns(String line) {
        return Arrays.stream(line.split(",", -1)).map(String::strip).toList();
    }

    private PakitException.Invalid invalid(int line, String what) {
        return new PakitException.Invalid("line " + line + " of " + file + " " + what);
    }
}
