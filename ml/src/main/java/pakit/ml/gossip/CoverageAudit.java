package pakit.ml.gossip;

/// What the sender of a message learnt from asking random peers whether they have it, each a second time if it was
/// silent. This is all that a node ever knows of coverage.
///
/// @param asked how many
/// @param answered at the first or the second try
/// @param atSecondTry of those, at the second
/// @param missing of those that answered, who did not have it
public record CoverageAudit(int asked, int answered, int atSecondTry, int missing) {
    public CoverageAudit {
        if (asked < 0
                || answered < 0
                || answered > asked
                || atSecondTry < 0
                || atSecondTry > answered
                || missing < 0
                || missing > answered) {
            throw new IllegalArgumentException("of " + asked + " asked there cannot be " + answered + " that answered, "
                    + atSecondTry + " at the second try, and " + missing + " that miss it");
        }
    }

    /// How many peers to ask of a network of `nodes`: more tell more, and cost bytes.
    public static int size(long nodes) {
        return (int) Math.clamp(nodes / 8, 12, 64);
    }

    /// Small messages that it took: questions, and the answers of those who are there.
    public long messages() {
        return asked + answered + 2L * (asked - answered + atSecondTry);
    }
}
