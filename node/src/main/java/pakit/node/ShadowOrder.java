package pakit.node;

import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;

/// What of the traffic a challenger is to be asked too, and which version that is; what is null stays as it is.
///
/// @param version becomes the challenger if it is not
/// @param share of the traffic, 0 to 1, kept over restarts
/// @param reset whether the share goes back to what is configured
/// @param reason kept in the history of the model
public record ShadowOrder(
        @Nullable String version,
        @Nullable Double share,
        @Nullable Boolean reset,
        @Nullable String reason) {
    public ShadowOrder {
        if (version == null && share == null && !Boolean.TRUE.equals(reset)) {
            throw new PakitException.Invalid("name 'version', 'share' or 'reset'");
        }
        if (share != null && Boolean.TRUE.equals(reset)) {
            throw new PakitException.Invalid("'share' and 'reset' exclude each other");
        }
    }
}
