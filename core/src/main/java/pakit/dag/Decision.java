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

    Decision(Codec codec, Why why) {
        this.codec = codec;
        this.why = why;
    }

    /// The codec to try first.
    public Codec codec() {
        return codec;
    }

    public Why why() {
        return why;
    }
}
