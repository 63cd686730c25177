package pakit.training;

/// Bounds on what is read and measured, whatever the size of the data.
///
/// @param blocksPerFamily so that no family outweighs the others
/// @param familiesPerKind so that no kind of file does
/// @param familiesMax in all
/// @param filesPerFamily from which its blocks are drawn
/// @param windowBytes of a file that are read
public record SampleLimits(
        int blocksPerFamily, int familiesPerKind, int familiesMax, int filesPerFamily, int windowBytes) {
    public static final SampleLimits STANDARD = new SampleLimits(60, 10, 300, 120, 2 << 20);

    public SampleLimits {
        if (blocksPerFamily < 1 || familiesPerKind < 1 || familiesMax < 3 || filesPerFamily < 1 || windowBytes < 1) {
            throw new IllegalArgumentException("sample limits must be positive, familiesMax at least 3, found "
                    + blocksPerFamily + ", " + familiesPerKind + ", " + familiesMax + ", " + filesPerFamily + ", "
                    + windowBytes);
        }
    }
}
