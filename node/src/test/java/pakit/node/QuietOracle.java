package pakit.node;

import java.time.InstantSource;
import java.util.Random;
import pakit.codec.Profile;
import pakit.ml.oracle.ContinuousOracle;
import pakit.ml.oracle.OracleSettings;

/// An oracle that is told of no block.
final class QuietOracle {
    private QuietOracle() {}

    static ContinuousOracle of(Profile profile) {
        return new ContinuousOracle(
                OracleSettings.DEFAULT,
                profile,
                new ContinuousOracle.Surroundings(
                        new Random(1), id -> 0, event -> {}, block -> {}, () -> 0, InstantSource.system()));
    }
}
