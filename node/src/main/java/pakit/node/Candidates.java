package pakit.node;

import java.util.Optional;
import pakit.codec.Profile;
import pakit.error.PakitException;
import pakit.ml.estimate.CandidateEstimator;
import pakit.ml.estimate.CandidateReport;
import pakit.ml.models.CompressionModel;
import pakit.ml.models.HeldOut;
import pakit.ml.models.Manifest;
import pakit.ml.models.Measurements;
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

    /// Empty if no version is live. What is found is kept for the gate.
    ///
    /// @throws PakitException.Refused if the model gives no hints on compression
    Optional<HeldOut> heldOut(String model, ModelVersion version, Measurements blocks) {
        Optional<Manifest> live = server.live(model);
        if (live.isEmpty()) {
            return Optional.empty();
        }
        try (PakitModel candidate = server.open(model, version);
                PakitModel now = server.open(model, live.get().version())) {
            HeldOut found =
                    HeldOut.of(compression(candidate), compression(now), profile, blocks.hintNanos(), blocks.blocks());
            server.admission().prove(model, version, found);
            return Optional.of(found);
        }
    }

    private static CompressionModel compression(PakitModel loaded) {
        if (loaded instanceof CompressionModel model) {
            return model;
        }
        throw new PakitException.Refused(
                loaded.manifest().title() + " gives no hints on compression; only these can be estimated");
    }

    CandidateReport estimate(String model, ModelVersion version) {
        try (PakitModel loaded = server.open(model, version)) {
            return CandidateEstimator.estimate(compression(loaded), profile, telemetry.events(LOGGED));
        }
    }
}
