package pakit.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import pakit.hint.Found;
import pakit.ml.peers.NetworkCoordinate;
import pakit.ml.peers.PeerContext;
import pakit.ml.peers.PeerOutcome;
import pakit.ml.peers.PeerReport;
import pakit.ml.peers.PeerSelector;
import pakit.ml.peers.PeerSettings;
import pakit.ml.prefetch.BlockAccess;
import pakit.ml.prefetch.PrefetchEngine;
import pakit.ml.prefetch.PrefetchSettings;
import pakit.ml.prefetch.Structure;
import pakit.training.prefetch.AccessTrace;
import pakit.training.prefetch.PlayedReaders;

/// How long single decisions of the online learners take, each timed by itself on one thread: the engine on readers of
/// different habits with all that it learns from the access, the selector among candidates of which all is known.
final class Decisions {
    private static final PeerContext CONTEXT = new PeerContext(3_000_000_000L);
    private static final int PEERS = 64;
    private static final int LINKS_BITS = 10;

    private final int calls;

    private Decisions(int calls) {
        this.calls = calls;
    }

    static List<String> measure(Effort effort) {
        Decisions decisions = new Decisions(effort == Effort.QUICK ? 5_000 : 200_000);
        List<String> table = new ArrayList<>();
        table.add("| one decision, µs | p50 | p99 | p99.9 |");
        table.add("|---|---:|---:|---:|");
        for (AccessTrace trace : new PlayedReaders(1, 2 * decisions.calls).all()) {
            table.add(decisions.prefetch(trace));
        }
        for (int candidates : List.of(8, PEERS)) {
            table.add(decisions.peers(candidates));
        }
        return table;
    }

    private String prefetch(AccessTrace trace) {
        PrefetchEngine engine = new PrefetchEngine(
                PrefetchSettings.DEFAULT, trace.neighbours() ? Decisions::neighbour : Structure.none());
        long[] ids = trace.ids();
        return row("prefetch engine, reader of " + trace.name(), i -> {
            var unused = engine.predict(new BlockAccess(ids[i], Found.READ, id -> id % 4 == 0, PEERS));
        });
    }

    private static long neighbour(long id, int steps) {
        long there = id + steps;
        return there - 1 >> LINKS_BITS == id - 1 >> LINKS_BITS ? there : Structure.NONE;
    }

    private String peers(int candidates) {
        PeerSelector selector = new PeerSelector(PeerSettings.DEFAULT, System::nanoTime, new SplittableRandom(1));
        List<String> peers =
                IntStream.range(0, PEERS).mapToObj(i -> "peer-" + i).toList();
        NetworkCoordinate place = NetworkCoordinate.of(new double[] {1, 2, 3, 4, 5}, 1, 0.2);
        var random = new SplittableRandom(2);
        for (int i = 0; i < 100 * PEERS; i++) {
            long nanos = random.nextLong(1_000_000, 300_000_000);
            selector.sent(peers.get(i % PEERS));
            selector.record(
                    peers.get(i % PEERS),
                    new PeerOutcome.Answered(nanos, new PeerReport(0, nanos / 4, nanos / 4, place)));
        }
        List<String> asked = peers.subList(0, candidates);
        return row("peer selector, among " + candidates, i -> {
            var unused = selector.select(asked, CONTEXT);
        });
    }

    /// @param decision number so and so; the first half is for the compiler
    private String row(String name, IntConsumer decision) {
        long[] nanos = new long[calls];
        for (int i = 0; i < 2 * calls; i++) {
            long begun = System.nanoTime();
            decision.accept(i);
            long took = System.nanoTime() - begun;
            if (i >= calls) {
                nanos[i - calls] = took;
            }
        }
        Arrays.sort(nanos);
        return String.format(
                Locale.ROOT, "| %s | %.2f | %.2f | %.2f |", name, at(nanos, 0.5), at(nanos, 0.99), at(nanos, 0.999));
    }

    private static double at(long[] nanos, double share) {
        return nanos[(int) (share * (nanos.length - 1))] / 1e3;
    }
}
