package pakit.stats;

/// What an interval says of a metric, with positive effects better. Not enough evidence is a verdict of its own.
public enum Verdict {
    /// The effect is above 0.
    BETTER,
    /// The effect may be 0, and is above `−margin`: not worse by as much as matters.
    NOT_WORSE,
    /// The effect is below `−margin`, or below 0 where there is no margin.
    WORSE,
    /// The interval still holds effects of both kinds.
    NOT_ENOUGH_EVIDENCE;

    /// @param improvement interval of treatment's effect, positive is better
    /// @param margin by how much treatment may be worse without mattering (non-inferiority); 0 for none
    public static Verdict of(Interval improvement, double margin) {
        if (!(margin >= 0)) {
            throw new IllegalArgumentException("a margin must be 0 or positive, found " + margin);
        }
        if (improvement.low() > 0) {
            return BETTER;
        }
        if (improvement.high() < -margin) {
            return WORSE;
        }
        return improvement.low() > -margin ? NOT_WORSE : NOT_ENOUGH_EVIDENCE;
    }
}
