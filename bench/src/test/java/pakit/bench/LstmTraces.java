package pakit.bench;

import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import pakit.error.PakitException;
import pakit.ml.prefetch.PrefetchSettings;
import pakit.training.SequenceFit;
import pakit.training.SequenceSettings;
import pakit.training.prefetch.AccessTrace;
import pakit.training.prefetch.Contestant;
import pakit.training.prefetch.LstmBaseline;
import pakit.training.prefetch.LstmForecasts;
import pakit.training.prefetch.PrefetchFigures;
import pakit.training.prefetch.PrefetchPlayer;
import pakit.training.prefetch.PrefetchReplay;

/// The LSTM of the Python original beside the prefetch engine: fitted to the first half of each trace, played over the
/// second.
final class LstmTraces {
    private static final long SEED = 1;

    /// For a moment.
    private static final int QUICK_ACCESSES = 4_000;

    private LstmTraces() {}

    /// Nothing if the traces are not there, or what fits an LSTM.
    static List<String> measure(Options options) {
        if (AccessTraces.isAbsent(options.data(), "prefetch-lstm")) {
            return List.of();
        }
        SequenceFit fit;
        try {
            fit = SequenceFit.installed();
        } catch (PakitException.Unavailable absent) {
            System.err.println("prefetch-lstm: " + absent.getMessage());
            return List.of();
        }
        long accessesMax = options.quick() ? QUICK_ACCESSES : options.accessesMax();
        List<String> table = new ArrayList<>();
        table.add(String.format(
                Locale.ROOT,
                "Each LSTM was fitted to at most %,d accesses, those that it saw again counted again.",
                accessesMax));
        table.add("");
        table.add(
                "| trace, blocks in memory | accesses to known blocks % | passes | LRU hits % | W-TinyLFU | Pakit"
                        + " | top 5: hits % | extra fetches % | precision % | from 0.5: hits % | extra fetches % | precision % |");
        table.add("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        for (AccessTraces.Played played : AccessTraces.TRACES) {
            AccessTrace whole = played.read(options.data().orElseThrow());
            AccessTrace trace = options.quick() ? begun(whole) : whole;
            table.add(row(trace, played.capacity(trace), fit, accessesMax));
        }
        return table;
    }

    private static AccessTrace begun(AccessTrace trace) {
        int accesses = Math.min(trace.ids().length, QUICK_ACCESSES);
        return new AccessTrace(trace.name(), Arrays.copyOf(trace.ids(), accesses), trace.neighbours());
    }

    private static String row(AccessTrace trace, int capacity, SequenceFit fit, long accessesMax) {
        int from = trace.ids().length / 2;
        PrefetchFigures lru = PrefetchReplay.lru(trace, from, capacity);
        PrefetchFigures tinyLfu = PrefetchReplay.tinyLfu(trace, from, capacity);
        PrefetchFigures better = lru.hits() > tinyLfu.hits() ? lru : tinyLfu;
        PrefetchFigures pakit = new PrefetchPlayer(trace, from, capacity, 0, PrefetchSettings.DEFAULT).play();
        int[] passes = new int[1];
        LstmBaseline lstm = LstmBaseline.fit(
                trace, from, SequenceSettings.standard(accessesMax, SEED), fit, (pass, training, validation) -> {
                    say("%s: pass %d, loss %.3f, of what was set aside %.3f", trace.name(), pass, training, validation);
                    passes[0] = pass;
                    return true;
                });
        LstmForecasts forecasts = lstm.forecasts(trace, from);
        return String.format(
                Locale.ROOT,
                "| %s, %,d | %.0f | %d | %.1f | %.1f | %.1f | %s | %s |",
                trace.name(),
                capacity,
                100 * lstm.known(trace, from),
                passes[0],
                100 * lru.hitRatio(),
                100 * tinyLfu.hitRatio(),
                100 * pakit.hitRatio(),
                cells(trace, from, capacity, forecasts.always(), better),
                cells(trace, from, capacity, forecasts.likely(), better));
    }

    private static String cells(
            AccessTrace trace, int from, int capacity, Contestant contestant, PrefetchFigures better) {
        PrefetchFigures figures = new PrefetchPlayer(trace, from, capacity, 0, contestant).play();
        return String.format(
                Locale.ROOT,
                "%.1f | %+.1f | %s",
                100 * figures.hitRatio(),
                100 * figures.extraFetches(better),
                AccessTraces.precision(figures));
    }

    private static void say(String format, Object... words) {
        System.err.printf("%tT %s%n", LocalTime.now(), String.format(Locale.ROOT, format, words));
    }
}
