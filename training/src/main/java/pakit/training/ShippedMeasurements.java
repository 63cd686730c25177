package pakit.training;

import java.io.IOException;
import java.io.InputStream;
import pakit.error.PakitException;
import pakit.ml.models.DefaultModels;
import pakit.ml.models.Manifest;
import pakit.ml.models.MeasurementFile;
import pakit.ml.models.Measurements;

/// The measurements that the shipped compression predictor was trained on. They come with this module, because a model
/// that learned of one node's blocks alone knows too little of others: a retraining learns from both.
final class ShippedMeasurements {
    private static final String FILE = "/pakit/training/compression_predictor-1.0.0.csv.gz";

    private ShippedMeasurements() {}

    /// All of them.
    ///
    /// @throws PakitException.Corrupt if they are not those that the shipped manifest names
    static Measurements all() {
        Measurements measurements = read();
        String expected = shipped().data().get("measurementsSha256");
        String found = MeasurementFile.sha256(measurements);
        if (!found.equals(expected)) {
            throw new PakitException.Corrupt("shipped measurements " + FILE + " have SHA-256 " + found + ", expected "
                    + expected + "; this installation of Pakit is damaged: build it again");
        }
        return measurements;
    }

    /// As the shipped model was trained: its test families are the gate's reference set, so nobody may learn from them.
    static FamilySplit split(Measurements all) {
        return FamilySplit.of(all.blocks(), shipped().seed());
    }

    private static Manifest shipped() {
        return DefaultModels.artifacts().getFirst().manifest();
    }

    private static Measurements read() {
        try (InputStream in = ShippedMeasurements.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new PakitException.Corrupt(
                        FILE + " is missing; this installation of Pakit is damaged: build it again");
            }
            return MeasurementFile.read(in, FILE);
        } catch (IOException e) {
            throw new PakitException.Unavailable(FILE + " cannot be read: " + e.getMessage(), e);
        }
    }
}
