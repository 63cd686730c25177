package pakit.training.gossip;

import java.util.List;
import java.util.function.Function;

/// Independent pieces of one work, done on all cores; results come in the order of the pieces.
final class Steps {
    private final int total;
    private final Told told;
    private int done;

    /// @param told of each step, one at a time
    Steps(int total, Told told) {
        this.total = total;
        this.told = told;
    }

    /// Is told how many steps of how many are done.
    interface Told {
        void done(int done, int total);
    }

    <P, R> List<R> map(List<P> pieces, Function<P, R> work) {
        return pieces.parallelStream()
                .map(piece -> {
                    R result = work.apply(piece);
                    step();
                    return result;
                })
                .toList();
    }

    private synchronized void step() {
        told.done(++done, total);
    }
}
