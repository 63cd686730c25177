package pakit.dag;

import pakit.block.BlockId;

/// What putting one tree in came to.
///
/// @param plainBytes content of all files, each occurrence counted
/// @param newBlocks blocks that were written
/// @param knownBlocks blocks that were there already, or came twice
/// @param storedBytes length of all records written
/// @param entries files, directories and symlinks, the top included
public record StoredTree(
        BlockId root, long plainBytes, long newBlocks, long knownBlocks, long storedBytes, long entries) {}
