package pakit.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import pakit.ml.models.MeasuredBlock;
import pakit.ml.models.MeasurementFile;
import pakit.ml.models.Measurements;

/// Measured blocks and which of them are for what.
///
/// @param data what the manifest says of them beside the usual figures
/// @param unreadable what was left out, and why
record Examples(Measurements measurements, FamilySplit split, Map<String, String> data, List<String> unreadable) {
    /// The manifest's key of a node's own measurements.
    static final String OWN_SHA256 = "ownMeasurementsSha256";

    static Examples of(Collected collected, long seed) {
        Measurements measurements = collected.measurements();
        return new Examples(
                measurements, FamilySplit.of(measurements.blocks(), seed), Map.of(), collected.unreadable());
    }

    /// A node's own blocks beside the shipped ones, of which the gate's are left out. A hint costs what it costs there.
    static Examples beside(Measurements own, double ownWeight) {
        Measurements shipped = ShippedMeasurements.all();
        FamilySplit learnable = ShippedMeasurements.split(shipped);
        FamilySplit split =
                FamilySplit.beside(learnable, FamilySplit.of(own.blocks(), TrainingRequest.DEFAULT_SEED), ownWeight);
        List<MeasuredBlock> all = new ArrayList<>(learnable.seen());
        all.addAll(own.blocks());
        Measurements both = new Measurements(
                own.source() + ", each counted as " + number(ownWeight) + ", beside " + shipped.source(),
                own.machine(),
                own.hintNanos(),
                all);
        return new Examples(
                both,
                split,
                Map.of(OWN_SHA256, MeasurementFile.sha256(own), "ownWeight", number(ownWeight)),
                List.of());
    }

    private static String number(double weight) {
        return weight == Math.rint(weight) ? String.valueOf((long) weight) : String.format(Locale.ROOT, "%.2f", weight);
    }
}
