package pakit.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import pakit.error.PakitException;
import pakit.stats.BivariateMoments;
import pakit.stats.Estimate;
import pakit.stats.Moments;

/// Reads the events of an experiment from CSV: a header with the columns `arm` and `value`, optionally `user`, in any
/// order; then one event a line, without quotes.
final class ArmFile {
    private static final String CONTROL = "control";
    private static final String TREATMENT = "treatment";
    private static final int USERS_MAX = 5_000_000;

    /// What one arm's mean is, and from how many independent units.
    record Arm(long events, long units, Estimate mean) {
        static Arm of(Moments moments) {
            return new Arm(moments.count(), moments.count(), Estimate.mean(moments));
        }

        static Arm of(long events, BivariateMoments users) {
            return new Arm(events, users.count(), users.ratio());
        }
    }

    record Arms(Arm control, Arm treatment) {}

    /// Sum and count of one user's values.
    private record Total(double sum, long count) {
        Total plus(Total other) {
            return new Total(sum + other.sum, count + other.count);
        }
    }

    private final Path file;
    private final int armColumn;
    private final int valueColumn;
    private final int userColumn;
    private final Map<String, Moments> moments = new HashMap<>();
    private final Map<String, Map<String, Total>> users = new HashMap<>();

    private ArmFile(Path file, List<String> header) {
        this.file = file;
        this.armColumn = header.indexOf("arm");
        this.valueColumn = header.indexOf("value");
        this.userColumn = header.indexOf("user");
        if (armColumn < 0 || valueColumn < 0) {
            throw new PakitException.Invalid(
                    file + " must begin with a header that has arm and value, found " + header);
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
        if (columns.size() <= Math.max(armColumn, Math.max(valueColumn, userColumn))) {
            throw invalid(line, "has too few columns");
        }
        String arm = columns.get(armColumn);
        if (!arm.equals(CONTROL) && !arm.equals(TREATMENT)) {
            throw invalid(line, "has arm '" + arm + "', expected control or treatment");
        }
        double value = value(line, columns.get(valueColumn));
        moments.merge(arm, Moments.EMPTY.plus(value), Moments::plus);
        if (userColumn >= 0) {
            Map<String, Total> known = users.computeIfAbsent(arm, any -> new HashMap<>());
            known.merge(user(line, columns.get(userColumn)), new Total(value, 1), Total::plus);
            if (known.size() > USERS_MAX) {
                throw invalid(
                        line,
                        "has more users than " + USERS_MAX + " in one arm: give sums by --control and --treatment");
            }
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
        Moments all = moments.getOrDefault(name, Moments.EMPTY);
        if (userColumn < 0) {
            return Arm.of(all);
        }
        BivariateMoments byUser = BivariateMoments.EMPTY;
        for (Total total : users.getOrDefault(name, Map.of()).values()) {
            byUser = byUser.plus(total.sum, total.count);
        }
        return byUser.count() == 0 ? Arm.of(all) : Arm.of(all.count(), byUser);
    }

    private static List<String> columns(String line) {
        return Arrays.stream(line.split(",", -1)).map(String::strip).toList();
    }

    private PakitException.Invalid invalid(int line, String what) {
        return new PakitException.Invalid("line " + line + " of " + file + " " + what);
    }
}
