package pakit.node;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import pakit.ml.estimate.CandidateReport;
import pakit.ml.integration.ShadowReport;
import pakit.ml.models.GateReport;
import pakit.ml.serving.Breakers;

/// Everything a user can do with the models of a node. [LocalModels] does it on a home that this process holds; the
/// HTTP client does it through the node that holds the home.
///
/// All methods throw the kinds of [pakit.error.PakitException]. Thread-safe.
public interface ModelOperations {
    Results.Models list();

    Results.Model show(String name);

    /// @param artifact a directory with `model.json`, as `pakit train` writes it
    Results.Model register(String name, String version, Path artifact, Map<String, String> metadata);

    /// Evaluates a version once, which may take seconds, and says what the gate says of it beside the live one.
    GateReport validate(String name, String version);

    /// What a registered version would bring, from logged events.
    ///
    /// @throws pakit.error.PakitException.Refused if the model gives no hints on compression
    CandidateReport estimate(String name, String version);

    /// How the challenger's answers compare with those of the live version.
    ///
    /// @throws pakit.error.PakitException.Refused if the model gives no hints on compression
    ShadowReport shadow(String name);

    /// Has a challenger compared, or stops it; answers how it stands then.
    ShadowReport shadow(String name, ShadowOrder order);

    /// @throws pakit.error.PakitException.Refused if the gate says no, with the checks that failed
    Results.Model swap(String name, SwapOrder order);

    /// @param reason kept in the history; may be empty
    Results.Model rollback(String name, String reason);

    Results.History history(String name);

    /// @throws pakit.error.PakitException.NotFound if nothing was live then
    Results.LiveAt liveAt(String name, Instant time);

    /// Deletes old versions, never those in use.
    Results.CleanedUp cleanup(String name, int keep);

    /// Makes a registered version the challenger.
    Results.Model challenge(String name, String version, String reason);

    /// Ends the challenge.
    Results.Model withdraw(String name, String reason);

    /// Lets a model give hints, or not; answers how all switches stand.
    Results.Models turn(String name, SwitchPosition position);

    /// Lets every model give hints, those too that were disabled by name, or none.
    Results.Models turnAll(SwitchPosition position);

    /// Closes the circuit breaker and ends what was forced.
    Results.Breaker resetBreaker(String name);

    /// Holds the circuit breaker open or closed, whatever comes of calls, until it is reset or the node ends.
    Results.Breaker forceBreaker(String name, Breakers.Forced position);
}
