package pakit.ml.oracle;

import pakit.error.PakitException;

/// How much is spent on knowing what would have been best.
///
/// @param share of new blocks on which all codecs are tried, 0 to 1
/// @param cpuShare of one core that this may take, above 0 to 1
/// @param window blocks after which the regret is counted anew
public record OracleSettings(double share, double cpuShare, int window) {
    /// One block in a thousand, a twentieth of a core.
    public static final OracleSettings DEFAULT = new OracleSettings(0.001, 0.05, RelativeCost.SAMPLES_MAX);

    public OracleSettings {
        if (!(share >= 0 && share <= 1)) {
            throw new PakitException.Invalid("oracle.share must be a share from 0 to 1, found " + share);
        }
        if (!(cpuShare > 0 && cpuShare <= 1)) {
            throw new PakitException.Invalid("oracle.cpu-share must be above 0 and at most 1, found " + cpuShare);
        }
        if (window < RelativeCost.SAMPLES_MIN) {
            throw new PakitException.Invalid(
                    "oracle.window must be at least " + RelativeCost.SAMPLES_MIN + " blocks, found " + window);
        }
    }
}
