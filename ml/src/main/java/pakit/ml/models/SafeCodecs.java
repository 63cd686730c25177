package pakit.ml.models;

import java.util.List;
import pakit.codec.Codec;
import pakit.codec.Profile;

/// Codecs that may be tried on any block to learn from it, because over all kinds of files they cost about as much as
/// the profile's default: at most [#COST_MAX] times that, on the families that the shipped model was trained on.
public final class SafeCodecs {
    static final double COST_MAX = 1.1;

    private SafeCodecs() {}

    /// Of the codecs on the menu, the default among them. Reads the reference set.
    public static List<Codec> of(Profile profile) {
        if (ReferenceSet.COMPRESSION.named().reference().get() instanceof Reference.Blocks blocks) {
            return of(profile, blocks.training());
        }
        throw new IllegalStateException("the reference set of compression has no blocks");
    }

    static List<Codec> of(Profile profile, CodecTotals totals) {
        double allowed = COST_MAX * totals.cost(profile, Codec.MENU.indexOf(profile.defaultCodec()));
        return Codec.MENU.stream()
                .filter(codec -> totals.cost(profile, Codec.MENU.indexOf(codec)) <= allowed)
                .toList();
    }
}
