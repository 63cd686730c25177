package pakit.dag;

/// What fetching ahead came to since the process began. Blocks that are still waiting to be asked for are neither used
/// nor wasted.
///
/// @param issued blocks that were fetched before somebody asked for them
/// @param used of them, those that were asked for while they were there
/// @param wasted of them, those that went without, or that somebody read at the same time
/// @param failed what could not be fetched: ids that name nothing, blocks that cannot be read
/// @param untold reads that nobody was told of, because too many came at a time
public record PrefetchTotals(long issued, long used, long wasted, long failed, long untold) {
    public static final PrefetchTotals NONE = new PrefetchTotals(0, 0, 0, 0, 0);
}
