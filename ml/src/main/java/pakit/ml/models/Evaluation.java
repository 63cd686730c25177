package pakit.ml.models;

import java.util.Map;
import pakit.codec.Profile;

/// How a compression model fared on blocks it has not seen, per profile.
public record Evaluation(Map<Profile, ProfileEvaluation> profiles) {
    public Evaluation {
        profiles = Map.copyOf(profiles);
    }

    /// Regret is the cost above that of the codec that was cheapest in hindsight, in percent of the latter, over all
    /// blocks; the price of asking is charged to the model. Intervals are 95 %, by resampling families.
    ///
    /// @param model regret of following the model
    /// @param bestFixed regret of the codec that was cheapest on the training families
    /// @param bestFixedCodec its label
    /// @param profileDefault regret of the profile's default codec
    /// @param sizeRule regret of zstd-3 above 100 KB, else lz4
    /// @param gain points of regret that the model saves against `bestFixed`, paired by family; positive is better
    /// @param abstained share of blocks on which the model kept the default
    /// @param accuracy share of blocks on which the choice was the cheapest in hindsight
    public record ProfileEvaluation(
            Metric model,
            Metric bestFixed,
            String bestFixedCodec,
            Metric profileDefault,
            Metric sizeRule,
            Metric gain,
            double abstained,
            double accuracy) {}
}
