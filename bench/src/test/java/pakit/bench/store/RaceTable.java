package pakit.bench.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// What a race gave, as lines of Markdown: a table of figures, then one of Pakit's ratios to its goals.
///
/// @param figures of one set, one for each contestant
record RaceTable(List<Figures> figures) {
    private static final String NONE = "–";

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "| contestant | stored MB | put MB/s | put MB a CPU-second | put peak MiB | get MB/s | get peak MiB |");
        lines.add("|---|---:|---:|---:|---:|---:|---:|");
        for (Contestant contestant : Contestants.all()) {
            of(contestant.name()).ifPresent(found -> lines.add(row(found)));
        }
        lines.add("");
        lines.add("| ratio to | stored by the better of restic and borg | stored by git | stored by zstd | "
                + "put a CPU-second by borg | put a second by borg | get by casync |");
        lines.add("|---|---:|---:|---:|---:|---:|---:|");
        of(Contestants.BALANCED).ifPresent(found -> lines.add(ratios(found)));
        of(Contestants.ARCHIVE).ifPresent(found -> lines.add(ratios(found)));
        of(Contestants.SWIFT).ifPresent(found -> lines.add(ratios(found)));
        of(Contestants.NODE).ifPresent(found -> lines.add(ratios(found)));
        return lines;
    }

    private Optional<Figures> of(String contestant) {
        return figures.stream()
                .filter(one -> one.contestant().equals(contestant))
                .findFirst();
    }

    private static String row(Figures one) {
        return String.format(
                Locale.ROOT,
                "| %s | %.1f | %.0f | %.0f | %.0f | %.0f | %.0f |",
                one.contestant(),
                one.storedMegabytes(),
                one.storedMegabytesPerSecond(),
                one.storedMegabytesPerCpuSecond(),
                one.storing().peakBytes() / 1048576.0,
                one.restoredMegabytesPerSecond(),
                one.restoring().peakBytes() / 1048576.0);
    }

    private String ratios(Figures pakit) {
        double better = Math.min(stored(Contestants.RESTIC), stored(Contestants.BORG));
        return String.join(
                " | ",
                "| " + pakit.contestant(),
                better == Double.MAX_VALUE ? NONE : ratio(pakit.storedMegabytes() / better),
                against(Contestants.GIT, pakit, Figures::storedMegabytes),
                against(Contestants.PATCHES, pakit, Figures::storedMegabytes),
                against(Contestants.BORG, pakit, Figures::storedMegabytesPerCpuSecond),
                against(Contestants.BORG, pakit, Figures::storedMegabytesPerSecond),
                against(Contestants.CASYNC, pakit, Figures::restoredMegabytesPerSecond) + " |");
    }

    private double stored(String contestant) {
        return of(contestant).map(Figures::storedMegabytes).orElse(Double.MAX_VALUE);
    }

    private String against(String other, Figures pakit, ToDoubleFunction<Figures> figure) {
        return of(other)
                .map(found -> ratio(figure.applyAsDouble(pakit) / figure.applyAsDouble(found)))
                .orElse(NONE);
    }

    private static String ratio(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
