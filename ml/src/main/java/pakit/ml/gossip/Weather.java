package pakit.ml.gossip;

/// How many messages get lost and how many peers are gone, from audits: who answers at the second try only, lost a
/// message at the first. Older audits fade, so that a change is known after a few messages. Before the first, the
/// weather is taken to be bad. Not thread-safe.
public final class Weather {
    private static final double KEPT = 0.9;

    /// As if twenty had been asked where 5 % of messages get lost and 20 % of peers are gone.
    private double asked = 20;

    private double atFirst = 14.4;
    private double atSecond = 1.4;

    public void observed(CoverageAudit audit) {
        asked = asked * KEPT + audit.asked();
        atFirst = atFirst * KEPT + audit.answered() - audit.atSecondTry();
        atSecond = atSecond * KEPT + audit.atSecondTry();
    }

    /// Of messages one way.
    public double lossShare() {
        return 1 - Math.sqrt(1 - Math.min(0.99, atSecond / atFirst));
    }

    /// Of peers.
    public double staleShare() {
        double kept = 1 - lossShare();
        return Math.clamp(1 - atFirst / asked / (kept * kept), 0, 0.99);
    }
}
