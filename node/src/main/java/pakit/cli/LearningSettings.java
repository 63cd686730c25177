package pakit.cli;

import com.typesafe.config.Config;
import pakit.ml.oracle.OracleSettings;

/// How much is spent on knowing whether other choices would be better.
///
/// @param exploration share of blocks on which a safe codec is drawn by lot
record LearningSettings(OracleSettings oracle, double exploration) {
    static LearningSettings of(Config all) {
        return new LearningSettings(
                new OracleSettings(
                        all.getDouble("oracle.share"),
                        all.getDouble("oracle.cpu-share"),
                        all.getDouble("alerts.regret-threshold")),
                all.getDouble("ml.exploration"));
    }
}
