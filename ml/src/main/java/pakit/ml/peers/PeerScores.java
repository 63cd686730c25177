package pakit.ml.peers;

import java.util.List;

/// The formulas by which a selector ranks, with what it has learnt of all peers in common, for candidates that come as
/// rows of numbers: the served form of the selector. Immutable.
public final class PeerScores {
    /// Names of the columns of an answer, in order. The lowest `expected_ms` is to be asked first.
    public static final List<String> OUTPUTS = List.of("expected_ms", "hedge_after_ms", "timeout_ms");

    private static final double MS_MAX = 1e30;

    private final Scoring scoring;
    private final double hedgeDeviations;

    private PeerScores(PeerState state) {
        scoring = new Scoring(state.settings(), state.pool());
        hedgeDeviations = state.settings().hedgeDeviationsMin();
    }

    /// @throws pakit.error.PakitException.Corrupt if it is no checkpoint of a selector
    public static PeerScores of(byte[] checkpoint) {
        return new PeerScores(PeerState.read(checkpoint, 0));
    }

    /// Writes the answer for the row at `from` of `rows` to `at` of `out`.
    public void score(float[] rows, int from, float[] out, int at) {
        Candidate candidate = Candidate.read(rows, from);
        out[at] = (float) Math.min(MS_MAX, scoring.costMs(candidate, scoring.mean(candidate)));
        out[at + 1] = (float) scoring.hedgeMs(candidate, hedgeDeviations);
        out[at + 2] = (float) scoring.timeoutMs(candidate);
    }
}
