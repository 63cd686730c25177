package pakit.jobs;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pakit.codec.Codec;
import pakit.error.PakitException;
import pakit.ml.feature.CompressionFeatures;
import pakit.ml.models.HeldOut;
import pakit.ml.models.Measurements;
import pakit.ml.telemetry.TelemetryEvent;

/// A node that says what a test wants it to, and remembers what it was asked.
final class PlayedStations implements Stations {
    final List<String> asked = new ArrayList<>();
    int blocks = 20;
    Instant from = Instant.EPOCH;
    Optional<String> drifted = Optional.empty();
    Verdict judged = new Verdict.Go("passed");
    Optional<HeldOut> heldOut = Optional.empty();
    Verdict shadowed = new Verdict.Wait();
    Verdict ramped = new Verdict.Wait();

    @Override
    public List<TelemetryEvent> events() {
        List<TelemetryEvent> events = new ArrayList<>();
        for (int i = 0; i < blocks; i++) {
            float[] features = new float[CompressionFeatures.schema().size()];
            events.add(tried(from.plusSeconds(20L * i), i, features));
        }
        return events;
    }

    static TelemetryEvent tried(Instant at, long blockHash, float[] features) {
        return new TelemetryEvent.OracleTried(
                at,
                blockHash,
                "balanced",
                100,
                "compression/1",
                CompressionFeatures.listed(features),
                Codec.MENU.stream().map(Codec::label).toList(),
                List.of(100, 90, 80, 70, 60, 50),
                List.of(1L, 2L, 3L, 4L, 5L, 6L),
                "zstd-3",
                1,
                0);
    }

    @Override
    public Optional<String> drifted(String model) {
        return drifted;
    }

    @Override
    public String register(String model, Path artifact, String job) {
        if (!artifact.toFile().isDirectory()) {
            throw new PakitException.NotFound(artifact + " is not there");
        }
        asked.add("register");
        return "1.1.0";
    }

    @Override
    public Verdict judge(String model, String version) {
        asked.add("judge " + version);
        return judged;
    }

    @Override
    public Optional<HeldOut> heldOut(String model, String version, Measurements blocks) {
        asked.add("held out " + blocks.blocks().size());
        return heldOut;
    }

    @Override
    public void shadow(String model, String version, double share) {
        asked.add("shadow " + version + " " + share);
    }

    @Override
    public Verdict shadowed(String model, long questions) {
        return shadowed;
    }

    @Override
    public void ramp(String model, String version, String experiment, RetrainingSettings.Ramp ramp) {
        asked.add("ramp " + version);
    }

    @Override
    public Verdict ramped(String experiment) {
        return ramped;
    }

    @Override
    public void withdraw(String model, String version, String experiment, String why) {
        asked.add("withdraw " + version + ": " + why);
    }
}
