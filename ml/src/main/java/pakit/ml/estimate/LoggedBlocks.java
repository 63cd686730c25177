package pakit.ml.estimate;

import java.util.ArrayList;
import java.util.List;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.ml.feature.CompressionFeatures;
import pakit.ml.models.MeasuredBlock;
import pakit.ml.telemetry.TelemetryEvent;

/// The events from which a candidate can be estimated.
///
/// @param drawn decisions that were drawn with a known probability
/// @param tried blocks on which all codecs were tried, in the profile asked for
record LoggedBlocks(List<Drawn> drawn, List<Tried> tried) {
    /// @param blockHash the same in both kinds of events
    /// @param codec number in the menu
    record Drawn(
            long blockHash,
            float[] features,
            int plainBytes,
            int codec,
            double propensity,
            int storedBytes,
            long encodeNanos) {}

    /// @param codec number in the menu of what was tried first when it was stored
    record Tried(long blockHash, MeasuredBlock block, int codec) {}

    static LoggedBlocks of(List<TelemetryEvent> events, Profile profile) {
        LoggedBlocks blocks = new LoggedBlocks(new ArrayList<>(), new ArrayList<>());
        events.forEach(event -> blocks.add(event, profile));
        return blocks;
    }

    private void add(TelemetryEvent event, Profile profile) {
        switch (event) {
            case TelemetryEvent.BlockStored stored -> add(stored);
            case TelemetryEvent.OracleTried oracle -> add(oracle, profile);
            case TelemetryEvent.Predicted predicted -> {}
            case TelemetryEvent.Traffic traffic -> {}
        }
    }

    private void add(TelemetryEvent.BlockStored stored) {
        List<Float> features = stored.features();
        int codec = index(stored.codec());
        if (features != null && fits(features) && isDrawn(stored) && codec >= 0) {
            drawn.add(new Drawn(
                    stored.blockHash(),
                    row(features),
                    stored.plainBytes(),
                    codec,
                    stored.propensity(),
                    stored.storedBytes(),
                    stored.encodeNanos()));
        }
    }

    /// Others were not left to chance, and say nothing of what another choice would have brought.
    private static boolean isDrawn(TelemetryEvent.BlockStored stored) {
        return stored.propensity() > 0 && stored.propensity() < 1;
    }

    private void add(TelemetryEvent.OracleTried oracle, Profile profile) {
        boolean alike = oracle.profile().equals(profile.label())
                && oracle.codecs().equals(Codec.MENU.stream().map(Codec::label).toList());
        int codec = index(oracle.codec());
        if (alike && fits(oracle.features()) && codec >= 0) {
            MeasuredBlock block = new MeasuredBlock(
                    "",
                    oracle.plainBytes(),
                    row(oracle.features()),
                    oracle.storedBytes().stream().mapToInt(Integer::intValue).toArray(),
                    oracle.packNanos().stream().mapToLong(Long::longValue).toArray());
            tried.add(new Tried(oracle.blockHash(), block, codec));
        }
    }

    private static int index(String label) {
        return Codec.MENU.stream().map(Codec::label).toList().indexOf(label);
    }

    private static boolean fits(List<Float> features) {
        return features.size() == CompressionFeatures.schema().size();
    }

    private static float[] row(List<Float> features) {
        float[] row = new float[features.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = features.get(i);
        }
        return row;
    }
}
