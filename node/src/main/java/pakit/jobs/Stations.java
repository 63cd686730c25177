package pakit.jobs;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import pakit.ml.models.HeldOut;
import pakit.ml.models.Measurements;
import pakit.ml.telemetry.TelemetryEvent;

/// The node as jobs see it: what they learn from, and the stations that a version passes. All methods throw the kinds
/// of [pakit.error.PakitException].
public interface Stations {
    /// The newest events.
    List<TelemetryEvent> events();

    /// Why a model should be trained again, in words: what it is asked has moved, or the regret has risen. Empty if
    /// nothing says so.
    Optional<String> drifted(String model);

    /// Registers an artifact under the next free version, and answers that.
    String register(String model, Path artifact, String job);

    /// What the gate says, and then the estimate from logged decisions.
    Verdict judge(String model, String version);

    /// How the version does on newest blocks of this node, beside the live one; empty if none is live.
    ///
    /// @param blocks that it did not learn from
    Optional<HeldOut> heldOut(String model, String version, Measurements blocks);

    /// Makes the version the challenger, and has it asked about a share of the traffic.
    void shadow(String model, String version, double share);

    /// How it did beside the traffic; [Verdict.Wait] below `questions` that both answered.
    Verdict shadowed(String model, long questions);

    /// Gives the version a growing share of the traffic.
    void ramp(String model, String version, String experiment, RetrainingSettings.Ramp ramp);

    /// What became of it.
    Verdict ramped(String experiment);

    /// Ends what is still under way for a version: the shadow, the challenge, the experiment.
    void withdraw(String model, String version, String experiment, String why);
}
