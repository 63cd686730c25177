package pakit.dag;

import pakit.codec.Codec;
import pakit.hint.Silence;

/// What the core will do with one block, and why. Minted by [CompressionRule] only.
public final class Decision {
    /// Why the codec was chosen.
    public sealed interface Why {
        /// A model suggested it.
        record Hinted(String model, String version, double gain) implements Why {}

        /// The profile's default, because there was no hint.
        record Unhinted(Silence silence) implements Why {}

        /// The profile's default, because the hint suggested what the core may not do.
        record HintIgnored(String model, String version, String reason) implements Why {}
    }

    private final Codec codec;
    private final Why why;
    private final Codec settled;
    private final double propensity;

    Decision(Codec codec, Why why, Codec settled, double propensity) {
        this.codec = codec;
        this.why = why;
        this.settled = settled;
        this.propensity = propensity;
    }

    /// The codec to try first.
    public Codec codec() {
        return codec;
    }

    /// Why the codec that was [#settled] on.
    public Why why() {
        return why;
    }

    /// What the rule chose; other than [#codec] if another one is tried to learn from it.
    public Codec settled() {
        return settled;
    }

    /// With what probability [#codec] was going to be tried, over the draw of [Exploration]; 1 without.
    public double propensity() {
        return propensity;
    }
}
