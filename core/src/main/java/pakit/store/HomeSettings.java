package pakit.store;

import java.util.Optional;
import pakit.block.ChunkSizes;
import pakit.codec.Profile;

/// What is asked of a home when it is opened; what is not asked is as the home has it, or the default for a new one.
///
/// @param profile changes the home's profile; blocks that are stored stay as they are
/// @param chunkSizes must be those of the home, if it exists: other sizes would end dedup against what is stored
public record HomeSettings(Optional<Profile> profile, Optional<ChunkSizes> chunkSizes) {
    /// Nothing asked.
    public static final HomeSettings NONE = new HomeSettings(Optional.empty(), Optional.empty());
}
