package pakit.node;

import pakit.codec.Profile;
import pakit.error.PakitException;
import pakit.ml.estimate.CandidateEstimator;
import pakit.ml.estimate.CandidateReport;
import pakit.ml.models.CompressionModel;
import pakit.ml.models.ModelVersion;
import pakit.ml.models.PakitModel;
import pakit.ml.serving.ModelServer;
import pakit.ml.telemetry.EventKind;
import pakit.ml.telemetry.EventQuery;
import pakit.ml.telemetry.TelemetryCollector;

/// Estimates registered versions from the telemetry of this home.
///
/// @param profile in which the home's blocks are stored
record Candidates(ModelServer server, TelemetryCollector telemetry, Profile profile) {
    /// The newest events that are looked at.
    private static final EventQuery LOGGED = EventQuery.newest(200_000, EventKind.BLOCK_STORED, EventKind.ORACLE_TRIED);

    CandidateReport estimate(String model, ModelVersion version) {
        try (PakitModel loaded = server.open(model, version)) {
            if (loaded instanceof CompressionModel candidate) {
                return CandidateEstimator.estimate(candidate, profile, telemetry.events(LOGGED));
            }
            throw new PakitException.Refused(
                    loaded.manifest().title() + " gives no hints on compression; only these can be estimated");
        }
    }
}
