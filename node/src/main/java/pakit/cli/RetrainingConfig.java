package pakit.cli;

import com.typesafe.config.Config;
import pakit.jobs.RetrainingSettings;

/// What `retraining` in the configuration says.
final class RetrainingConfig {
    private RetrainingConfig() {}

    /// @param inferiorityMax the gate's
    static RetrainingSettings of(Config retraining, double inferiorityMax) {
        return new RetrainingSettings(
                retraining.getStringList("models"),
                retraining.getDuration("every"),
                retraining.getBoolean("on-drift")
                        ? RetrainingSettings.Trigger.DRIFT
                        : RetrainingSettings.Trigger.NOTHING,
                retraining.getInt("blocks-min"),
                retraining.getDuration("back-off"),
                inferiorityMax,
                new RetrainingSettings.Fit(
                        retraining.getDouble("own-weight"),
                        retraining.getDuration("train-max"),
                        Math.toIntExact(retraining.getBytes("heap") >> 20),
                        retraining.getInt("nice")),
                new RetrainingSettings.Shadow(
                        retraining.getDouble("shadow-share"),
                        retraining.getLong("shadow-questions"),
                        retraining.getDuration("shadow-max")),
                new RetrainingSettings.Ramp(
                        retraining.getDoubleList("ramp"),
                        retraining.getDuration("step-min"),
                        retraining.getLong("events-min"),
                        retraining.getDouble("margin")));
    }
}
