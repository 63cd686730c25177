package pakit.bench.drift;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Delays and false alarms, on streams with a shift and without.
public final class DriftTable {
    /// Telemetry keeps a row in 10 ms at most.
    private static final double ROWS = 100;

    /// Of a hundred new blocks a second the oracle tries one in a thousand.
    private static final double TRIED = 0.1;

    /// All of them, with `oracle.share = 1`.
    private static final double ALL_TRIED = 100;

    private static final int FILE_BLOCKS = 32;
    private static final List<String> DETECTORS = List.of("adwin", "page_hinkley");

    private DriftTable() {}

    /// @param quick plays a hundredth
    public static List<String> measure(boolean quick) {
        List<String> table = new ArrayList<>();
        table.add("| watched | stream: before → after | events/s | false alarms, in events without a shift | a day "
                + "| shifts noticed | delay in events, median | 95 % | most | median in time |");
        table.add("|---|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        for (DriftCase played : cases()) {
            table.add(row(played, played.play(quick ? played.extent().quick() : played.extent())));
        }
        return table;
    }

    private static String row(DriftCase played, DriftCase.Figures figures) {
        String delays = figures.delays().isEmpty()
                ? "– | – | – | –"
                : String.format(
                        Locale.ROOT,
                        "%,d | %,d | %,d | %s",
                        figures.delay(0.5),
                        figures.delay(0.95),
                        figures.delay(1),
                        words(figures.delay(0.5) / played.perSecond()));
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %d in %,d | %.3f | %d of %d | %s |",
                played.watched().replace('/', ' ').replace('_', ' '),
                played.stream(),
                played.perSecond(),
                figures.alarms(),
                figures.quiet(),
                figures.alarmsADay(played.perSecond()),
                figures.delays().size(),
                figures.shifts(),
                delays);
    }

    private static String words(double seconds) {
        return seconds < 120
                ? String.format(Locale.ROOT, "%.0f s", seconds)
                : Duration.ofSeconds((long) seconds).toMinutes() + " min";
    }

    static List<DriftCase> cases() {
        List<DriftCase> cases = new ArrayList<>(columns(1, "single blocks"));
        cases.addAll(columns(FILE_BLOCKS, "files of up to 32"));
        for (String detector : DETECTORS) {
            cases.addAll(choices(detector, TRIED, 1, new DriftCase.Extent(10_000_000, 100, 4_000, 20_000)));
            cases.addAll(choices(
                    detector, ALL_TRIED, FILE_BLOCKS, new DriftCase.Extent(50_000_000, 100, 400_000, 2_000_000)));
            cases.add(failing(detector, 0.01, 0.1));
            cases.add(failing(detector, 0.1, 0.3));
        }
        return cases;
    }

    private static List<DriftCase> columns(int file, String how) {
        DriftCase.Extent extent = new DriftCase.Extent(5_000_000, 100, 4_000, 20_000);
        DriftStream.Maker usual = random -> DriftStream.rows(DrawnBlocks.all(file, random));
        DriftStream.Maker packed = random -> DriftStream.rows(DrawnBlocks.packed(file, random));
        return List.of(
                new DriftCase(DriftCase.COLUMNS, how + " of all kinds → packed ones", ROWS, extent, usual, packed),
                new DriftCase(
                        DriftCase.COLUMNS,
                        how + " of all kinds → a third more of packed ones",
                        ROWS,
                        extent,
                        usual,
                        random -> DriftStream.mixed(usual.of(random), packed.of(random), 1.0 / 3, random)));
    }

    private static List<DriftCase> choices(String detector, double perSecond, int file, DriftCase.Extent extent) {
        String how = file == 1 ? "one block in 1,000" : "all of files of up to " + file;
        DriftStream.Maker usual = random -> DriftStream.usualChoices(DrawnBlocks.all(file, random));
        DriftStream.Maker wild = random -> DriftStream.wildChoices(DrawnBlocks.all(file, random), 1.0 / 3, random);
        return List.of(
                new DriftCase(
                        "regret/" + detector,
                        how + ": not packed → packed ones",
                        perSecond,
                        extent,
                        random -> DriftStream.usualChoices(DrawnBlocks.unpacked(file, random)),
                        random -> DriftStream.usualChoices(DrawnBlocks.packed(file, random))),
                new DriftCase(
                        "regret/" + detector, how + ": a third of the choices by lot", perSecond, extent, usual, wild),
                new DriftCase(
                        "wrong_choices/" + detector,
                        how + ": a third of the choices by lot",
                        perSecond,
                        extent,
                        usual,
                        wild));
    }

    private static DriftCase failing(String detector, double before, double after) {
        return new DriftCase(
                "failed_hints/" + detector,
                String.format(Locale.ROOT, "%.0f %% fail → %.0f %%", 100 * before, 100 * after),
                ROWS,
                new DriftCase.Extent(20_000_000, 100, 4_000, 20_000),
                random -> DriftStream.hints(before, random),
                random -> DriftStream.hints(after, random));
    }
}
