package pakit.training;

/// How trees are boosted.
///
/// @param trees at most, per output
/// @param patience trees without a better validation loss before it stops
/// @param depth of each
/// @param learningRate share of each leaf that is kept
/// @param leafWeightMin rows that a leaf has at least, counted by weight
/// @param ridge weight of a leaf's pull towards zero
/// @param cutsMax cuts a feature
record TreeSettings(
        int trees, int patience, int depth, float learningRate, float leafWeightMin, float ridge, int cutsMax) {
    /// Found on 94 families of another measurement by cross-validation (regret at 100 MB/s, time charged: 0.80 %; depth
    /// 3 0.82, depth 5 with 60 trees 0.81): differences between settings are noise, so the smaller trees.
    static final TreeSettings STANDARD = new TreeSettings(40, 10, 4, 0.15f, 20, 1, 64);
}
