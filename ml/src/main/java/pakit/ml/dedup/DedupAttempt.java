package pakit.ml.dedup;

/// An attempt that was made at a base which the core would not have tried.
///
/// @param row its [DedupFeatures]
/// @param defaultBytes length of the record without it
/// @param savedBytes by how much it was shorter, 0 if it was not kept
/// @param priceBytes what its CPU time is worth in bytes, in a home of its profile
public record DedupAttempt(float[] row, int defaultBytes, int savedBytes, double priceBytes) {
    public DedupAttempt {
        if (row.length != DedupFeatures.schema().size()
                || defaultBytes <= 0
                || savedBytes < 0
                || savedBytes > defaultBytes
                || !(priceBytes >= 0 && priceBytes < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("no attempt: " + row.length + " features, saved " + savedBytes + " of "
                    + defaultBytes + " bytes at a price of " + priceBytes);
        }
        DedupFeatures.schema().requireFinite(row);
    }

    double savedShare() {
        return (double) savedBytes / defaultBytes;
    }
}
