package pakit.ml.privacy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import pakit.error.PakitException;

/// k-anonymity: each row is like `k - 1` others at least in what somebody might know from elsewhere (Sweeney,
/// *k-anonymity: a model for protecting privacy*, 2002). It says nothing of what the other columns tell.
///
/// @param k 1 for no demand
public record Anonymity(int k) {
    public Anonymity {
        if (k < 1) {
            throw new PakitException.Invalid("k must be 1 or more, found " + k);
        }
    }

    /// What is done with rows that are like too few others.
    public enum Lonely {
        REFUSED,
        LEFT_OUT
    }

    /// The rows that may be shown, in their order.
    ///
    /// @param known what somebody might know of a row
    /// @param names of that, for the message
    /// @throws PakitException.Refused naming how many rows are like too few others, if these are not left out
    public <R> List<R> of(List<R> rows, Function<R, List<?>> known, List<String> names, Lonely lonely) {
        Map<List<?>, Integer> like = new HashMap<>();
        rows.forEach(row -> like.merge(List.copyOf(known.apply(row)), 1, Integer::sum));
        List<R> kept = new ArrayList<>();
        for (R row : rows) {
            if (like.getOrDefault(List.copyOf(known.apply(row)), 0) >= k) {
                kept.add(row);
            }
        }
        int dropped = rows.size() - kept.size();
        if (dropped > 0 && lonely == Lonely.REFUSED) {
            throw new PakitException.Refused(dropped + " of " + rows.size() + " rows share their " + names
                    + " with fewer than " + (k - 1) + " others: leave these out, or ask for a smaller k");
        }
        return kept;
    }
}
