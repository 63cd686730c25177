package pakit.ml.models;

import pakit.codec.Codec;
import pakit.codec.Profile;

/// One block on which every codec of [Codec#MENU] was tried. The arrays are shared; nobody writes to them.
///
/// @param family of files it comes from; data are split by family, never by block
/// @param features one row of [pakit.ml.feature.CompressionFeatures]
/// @param storedBytes per codec, the smaller of packed and plain size
/// @param packNanos per codec, the time of packing
public record MeasuredBlock(String family, int plainBytes, float[] features, int[] storedBytes, long[] packNanos) {
    public MeasuredBlock {
        int codecs = Codec.MENU.size();
        if (plainBytes <= 0 || storedBytes.length != codecs || packNanos.length != codecs) {
            throw new IllegalArgumentException("a measured block has bytes and " + codecs + " codecs, found "
                    + plainBytes + " bytes, " + storedBytes.length + " sizes, " + packNanos.length + " times");
        }
    }

    /// What storing the block with codec number `codec` costs, in bytes.
    public double cost(Profile profile, int codec) {
        return profile.cost(storedBytes[codec], packNanos[codec]);
    }

    /// What storing the block costs if a hint names codec number `codec`: where that does not shrink the block, the
    /// core packs it again with the profile's default.
    public double hintedCost(Profile profile, int codec) {
        return profile.cost(hintedBytes(profile, codec), hintedNanos(profile, codec));
    }

    /// How many bytes the block takes then.
    public int hintedBytes(Profile profile, int codec) {
        int standard = Codec.MENU.indexOf(profile.defaultCodec());
        return storedBytes[isPackedAgain(standard, codec) ? standard : codec];
    }

    /// How long packing the block takes then.
    public long hintedNanos(Profile profile, int codec) {
        int standard = Codec.MENU.indexOf(profile.defaultCodec());
        return packNanos[codec] + (isPackedAgain(standard, codec) ? packNanos[standard] : 0);
    }

    private boolean isPackedAgain(int standard, int codec) {
        return codec != standard && storedBytes[codec] >= plainBytes && !(Codec.MENU.get(codec) instanceof Codec.None);
    }

    /// The cheapest codec in hindsight.
    public int oracle(Profile profile) {
        int best = 0;
        for (int codec = 1; codec < storedBytes.length; codec++) {
            if (cost(profile, codec) < cost(profile, best)) {
                best = codec;
            }
        }
        return best;
    }
}
