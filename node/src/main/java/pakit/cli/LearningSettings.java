package pakit.cli;

import com.typesafe.config.Config;
import java.time.Duration;
import pakit.ml.integration.ShadowSettings;
import pakit.ml.oracle.OracleSettings;

/// How much is spent on knowing whether other choices would be better.
///
/// @param exploration share of blocks on which a safe codec is drawn by lot
/// @param checkpointEvery how often what was learnt online is kept as a version; zero: never
record LearningSettings(OracleSettings oracle, ShadowSettings shadow, double exploration, Duration checkpointEvery) {
    LearningSettings {
        if (checkpointEvery.isNegative()) {
            throw new IllegalArgumentException("ml.checkpoint-every must be zero or longer, found " + checkpointEvery);
        }
    }

    static LearningSettings of(Config all) {
        return new LearningSettings(
                new OracleSettings(
                        all.getDouble("oracle.share"), all.getDouble("oracle.cpu-share"), all.getInt("oracle.window")),
                new ShadowSettings(all.getDouble("ml.shadow-share"), all.getDouble("ml.shadow-cpu-share")),
                all.getDouble("ml.exploration"),
                all.getDuration("ml.checkpoint-every"));
    }
}
