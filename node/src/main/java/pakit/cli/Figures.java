package pakit.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/// Figures as people read them.
final class Figures {
    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB");

    private Figures() {}

    /// As in `14.2 MiB`.
    static String bytes(long bytes) {
        double shown = bytes;
        int unit = 0;
        while (shown >= 1024 && unit < UNITS.size() - 1) {
            shown /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " B" : "%.1f %s".formatted(shown, UNITS.get(unit));
    }

    /// As in `12.3 %`.
    static String percent(double share) {
        return "%.1f %%".formatted(share * 100);
    }

    /// As in `1.25ms`: two digits, more where two would say nothing.
    static String millis(double millis) {
        return String.format(Locale.ROOT, millis >= 0.1 ? "%.2fms" : "%.4fms", millis);
    }

    /// As in `1h2m7s`.
    static String duration(long seconds) {
        return Duration.ofSeconds(seconds).toString().substring("PT".length()).toLowerCase(Locale.ROOT);
    }

    /// To the second, in UTC.
    static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /// As in `1 block` or `2 blocks`.
    static String count(long count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }
}
