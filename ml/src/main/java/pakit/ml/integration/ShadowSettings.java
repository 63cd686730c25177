package pakit.ml.integration;

import pakit.error.PakitException;

/// How much of the traffic a challenger is shown.
///
/// @param share of the questions that the live version answers, 0 to 1
/// @param cpuShare of one core that this may take, above 0 to 1
public record ShadowSettings(double share, double cpuShare) {
    /// Nothing; a twentieth of a core once a share is set.
    public static final ShadowSettings DEFAULT = new ShadowSettings(0, 0.05);

    public ShadowSettings {
        requireShare(share);
        if (!(cpuShare > 0 && cpuShare <= 1)) {
            throw new PakitException.Invalid("ml.shadow-cpu-share must be above 0 and at most 1, found " + cpuShare);
        }
    }

    static double requireShare(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new PakitException.Invalid("ml.shadow-share must be a share from 0 to 1, found " + share);
        }
        return share;
    }
}
