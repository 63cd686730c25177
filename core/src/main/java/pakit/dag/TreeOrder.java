package pakit.dag;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/// Builds nodes in the order of the tree, although the leaves below them get their names in any order and later: keeps
/// what is to be done until all leaves before it are named, and does it then, on the caller's thread. So nodes come out
/// the same whatever the workers' pace, and nobody waits for a leaf while there is more to read.
///
/// At most [#WAITING_MAX] steps wait (some 100 bytes each); a leaf that is on its way holds up what follows, and the
/// intake bounds how many are. Not thread-safe.
final class TreeOrder {
    private static final int WAITING_MAX = 1 << 13;

    private final BlockIntake intake;
    private final Deque<Step> steps = new ArrayDeque<>();

    TreeOrder(BlockIntake intake) {
        this.intake = intake;
    }

    private sealed interface Step {
        record Append(FileLayout layout, CompletableFuture<DagLink> leaf) implements Step {}

        record Build(Runnable work) implements Step {}
    }

    /// Stores a leaf and appends it to `layout`.
    void append(FileLayout layout, byte[] chunk) {
        take(new Step.Append(layout, intake.putLeaf(chunk)));
    }

    /// Does `work` when all that came before is done.
    void then(Runnable work) {
        take(new Step.Build(work));
    }

    private void take(Step step) {
        steps.add(step);
        while (!steps.isEmpty() && (ready(steps.getFirst()) || steps.size() > WAITING_MAX)) {
            run(steps.removeFirst());
        }
    }

    private static boolean ready(Step step) {
        return switch (step) {
            case Step.Append append -> append.leaf.isDone();
            case Step.Build build -> true;
        };
    }

    private void run(Step step) {
        switch (step) {
            case Step.Append append -> append.layout.append(intake.named(append.leaf));
            case Step.Build build -> build.work.run();
        }
    }

    /// Waits for all leaves and does all that is left to do.
    void finish() {
        while (!steps.isEmpty()) {
            run(steps.removeFirst());
        }
    }
}
