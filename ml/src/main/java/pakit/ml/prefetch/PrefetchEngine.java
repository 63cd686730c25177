package pakit.ml.prefetch;

import java.util.Arrays;

/// Says after each access which blocks to fetch before they are asked for. Learns from every access; a decision takes a
/// few microseconds, and allocates only where it names something. Not thread-safe.
///
/// ```
///   access ──> judge earlier proposals ──> history ──> candidates ──> chances ──> the likely, within the budget
///              (UseTable, WasteBudget)                 siblings       (UseTable)
///                                                      Markov-2
///                                                      probability graph
/// ```
///
/// Three predictors name candidates: what comes next in the node ([Structure]), what followed the same two accesses,
/// and what followed the same one within a window ([AccessHistory]). All that speaks for a candidate makes its [Cell];
/// how often its like were asked for in time, named or not, is the chance that it will be. Those that are named have to
/// be likelier than the [WasteBudget] asks just now: where nothing comes true, nothing is named, and watching goes on.
///
/// A fetch takes time. How many accesses pass until one has arrived is averaged ([#arrived]); candidates are taken from
/// so far ahead, and what would come too late does not count as used.
public final class PrefetchEngine {
    /// Below this, one proposal in four is watched: enough to learn, and it keeps decisions short.
    private static final float CHANCE_WATCHED = 0.25f;

    private static final int WATCH_ONE_IN = 4;
    private static final double LEAD_WEIGHT = 1.0 / 16;

    private final PrefetchSettings settings;
    private final Structure structure;
    private final AccessHistory history;
    private final Runs runs = new Runs();
    private final Candidates candidates = new Candidates();
    private final UseTable uses;
    private final WasteBudget budget;
    private final Proposals proposals;
    private final int[] occurrences;
    private final int[] pairs;
    private final int[] cells = new int[Candidates.MAX];
    private final float[] chances = new float[Candidates.MAX];
    private final int[] order = new int[Candidates.MAX];
    private int seenOnce;
    private int seenPairs;
    private int run;
    private int from = 1;
    private double lead;
    private long time;

    /// An engine that knows nothing yet.
    public PrefetchEngine(PrefetchSettings settings, Structure structure) {
        this(settings, structure, new UseTable());
    }

    PrefetchEngine(PrefetchSettings settings, Structure structure, UseTable uses) {
        this.settings = settings;
        this.structure = structure;
        this.uses = uses;
        this.history = new AccessHistory(settings.historyMax());
        this.budget = new WasteBudget(settings.wasteShare(), settings.chanceMin());
        this.proposals = new Proposals(settings, uses, budget);
        this.occurrences = new int[settings.occurrences()];
        this.pairs = new int[settings.occurrences()];
    }

    /// Learns of an access, and says what to fetch.
    public Suggestion predict(BlockAccess access) {
        proposals.accessed(access.id(), time, access.found());
        proposals.expire(time);
        budget.asked(access.found());
        int now = history.add(access.id());
        candidates.clear();
        addSiblings(access.id());
        addFollowers(access.id(), now);
        Suggestion suggestion = choose(access);
        time++;
        return suggestion;
    }

    /// A block that was named is there now.
    public void arrived(long id) {
        long named = proposals.namedAt(id);
        if (named >= 0) {
            long took = Math.min(settings.leadMax(), time - 1 - named);
            lead += (took - lead) * LEAD_WEIGHT;
            proposals.lead((int) Math.round(lead));
            from = Math.max(1, (int) lead - 1);
        }
    }

    /// Tells `fates` what comes of each candidate from now on; for training.
    public void tell(Fates fates) {
        proposals.tell(fates);
    }

    private void addSiblings(long id) {
        long next = structure.after(id, 1);
        run = runs.accessed(id, next);
        if (next == Structure.NONE) {
            return;
        }
        for (int steps = from; steps < from + settings.siblings(); steps++) {
            long there = structure.after(id, steps);
            if (there != Structure.NONE) {
                candidates.sibling(there, steps);
            }
        }
    }

    private void addFollowers(long id, int now) {
        seenPairs = history.pairs(now, pairs);
        for (int i = 0; i < seenPairs; i++) {
            boolean deep = history.deepMatch(pairs[i], now);
            int end = end(pairs[i], now);
            for (int distance = from; distance < end; distance++) {
                long there = history.id(pairs[i] + distance);
                if (there != id) {
                    candidates.pairFollower(there, distance, deep);
                }
            }
        }
        seenOnce = history.occurrences(now, occurrences);
        for (int i = 0; i < seenOnce; i++) {
            int end = end(occurrences[i], now);
            for (int distance = from; distance < end; distance++) {
                long there = history.id(occurrences[i] + distance);
                if (there != id) {
                    candidates.follower(there, distance);
                }
            }
        }
    }

    private int end(int position, int now) {
        return Math.min(from + settings.window(), now - position);
    }

    private Suggestion choose(BlockAccess access) {
        int watched = watch(access);
        double wanted = budget.chanceWanted();
        int most = Math.min(Math.min(settings.idsMax(), access.room()), watched);
        int named = 0;
        while (named < most && chances[order[named]] >= wanted) {
            named++;
        }
        for (int k = 0; k < watched; k++) {
            proposals.add(candidates.id(order[k]), cells[order[k]], time, k < named);
        }
        return named == 0 ? Suggestion.NONE : suggestion(named);
    }

    /// Orders candidates that are not in memory by their chances.
    ///
    /// @return how many there are
    private int watch(BlockAccess access) {
        int watched = 0;
        for (int i = 0; i < candidates.count(); i++) {
            int evidence = proposals.evidence(candidates.id(i));
            if (evidence < 0) {
                continue;
            }
            cells[i] = cell(i, evidence);
            chances[i] = uses.chance(cells[i]);
            boolean looksIdle = chances[i] < CHANCE_WATCHED && (time + i) % WATCH_ONE_IN != 0;
            if (!looksIdle && !access.held().test(candidates.id(i))) {
                insert(i, watched++);
            }
        }
        return watched;
    }

    private void insert(int candidate, int end) {
        int to = end;
        while (to > 0 && chances[order[to - 1]] < chances[candidate]) {
            order[to] = order[to - 1];
            to--;
        }
        order[to] = candidate;
    }

    private int cell(int i, int evidence) {
        return Cell.of(
                seenPairs,
                candidates.pairVotes(i),
                seenOnce,
                candidates.votes(i),
                candidates.deep(i) ? 1 : 0,
                candidates.distance(i) - (int) lead,
                candidates.sibling(i) ? Cell.run(run) : 0,
                evidence);
    }

    private Suggestion suggestion(int named) {
        long[] ids = new long[named];
        float[] sure = new float[named];
        for (int k = 0; k < named; k++) {
            ids[k] = candidates.id(order[k]);
            sure[k] = chances[order[k]];
        }
        return new Suggestion(ids, sure);
    }

    /// How many accesses it has heard of since it was made.
    public long accesses() {
        return time;
    }

    /// What was learnt, to go on from after a restart: the table of uses and the history, not what is under way.
    public PrefetchState state() {
        return new PrefetchState(settings, PrefetchState.counts(uses), remembered());
    }

    private long[] remembered() {
        long[] ids = new long[history.count()];
        Arrays.setAll(ids, history::remembered);
        return ids;
    }

    /// An engine that goes on from `state`.
    public static PrefetchEngine of(PrefetchState state, Structure structure) {
        PrefetchEngine engine = new PrefetchEngine(state.settings(), structure, state.table());
        for (long id : state.history()) {
            engine.history.add(id);
        }
        return engine;
    }
}
