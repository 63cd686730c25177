package pakit.ml.models;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import pakit.codec.Profile;

/// How a compression model fared on blocks it has not seen, per profile.
public record CompressionEvaluation(Map<Profile, ProfileEvaluation> profiles) implements Quality {
    public CompressionEvaluation {
        profiles = Collections.unmodifiableMap(new TreeMap<>(profiles));
        if (profiles.size() != Profile.values().length) {
            throw new IllegalArgumentException("an evaluation has all profiles, found " + profiles.keySet());
        }
    }

    public ProfileEvaluation profile(Profile profile) {
        return Objects.requireNonNull(profiles.get(profile), profile::label);
    }

    @Override
    public Map<String, Map<String, FamilyLoss>> losses() {
        Map<String, Map<String, FamilyLoss>> losses = new TreeMap<>();
        profiles.forEach((profile, figures) -> losses.put(profile.label(), figures.families()));
        return losses;
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
    /// @param choices the chosen codec against the one that was cheapest in hindsight
    /// @param calibration predicted against realised gain, as a share of plain bytes, where the model gave a hint
    /// @param families cost of following the model, and the least possible, of each family
    public record ProfileEvaluation(
            Metric model,
            Metric bestFixed,
            String bestFixedCodec,
            Metric profileDefault,
            Metric sizeRule,
            Metric gain,
            double abstained,
            Classification choices,
            Calibration calibration,
            Map<String, FamilyLoss> families) {
        public ProfileEvaluation {
            families = Collections.unmodifiableMap(new TreeMap<>(families));
        }

        /// Share of blocks on which the choice was the cheapest in hindsight.
        public double accuracy() {
            return choices.accuracy();
        }
    }
}
