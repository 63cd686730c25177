package pakit.ml.integration;

import org.jspecify.annotations.Nullable;
import pakit.codec.Profile;
import pakit.dag.Decision;
import pakit.dag.Outcome;
import pakit.hint.Advice;
import pakit.hint.Advisor;
import pakit.hint.CompressionFacts;
import pakit.hint.DeltaFacts;
import pakit.hint.Hint;
import pakit.hint.Silence;
import pakit.ml.experiment.Goal;
import pakit.ml.experiment.Trial;

/// One put in an experiment on compression: all its blocks are advised as its arm says, and what came of each that was
/// stored is recorded. Thread-safe.
///
/// | recorded of each block | |
/// |---|---|
/// | impression | it was stored, and its arm served it |
/// | `success` | its model did not fail; 1 where none is asked |
/// | `latency_ms` | advice and encoding, up to the time that costs four times what the plain bytes do |
/// | `cost` | stored bytes plus the profile's price of that time, a plain byte |
/// | `stored_bytes` | a plain byte |
///
/// What no arm can change is not recorded: blocks that were known, and nodes of trees.
public final class BlockTrial implements Advisor {
    private static final Advice<Hint.Compression> CONTROL_ARM = Advice.silent(Silence.CONTROL_ARM);
    private static final double NANOS_PER_MS = 1e6;

    /// The dearest time that counts, in the price of plain bytes.
    private static final double TIME_MAX = 4;

    private final MLDAGIntegration integration;
    private final Trial trial;
    private final Profile profile;
    private final boolean useMl;
    private final @Nullable String version;
    private final Breaker breaker;
    private final Trial.Recorder cost;
    private final Trial.Recorder storedBytes;

    BlockTrial(MLDAGIntegration integration, Trial trial, Profile profile) {
        this.integration = integration;
        this.trial = trial;
        this.profile = profile;
        this.useMl = trial.arm().useMl();
        this.version = trial.arm().version();
        this.breaker = integration.breaker(version);
        this.cost = trial.metric(Goal.COST);
        this.storedBytes = trial.metric(Goal.STORED_BYTES);
    }

    @Override
    public Advice<Hint.Compression> compressionHint(CompressionFacts facts) {
        if (!useMl) {
            return CONTROL_ARM;
        }
        return version == null
                ? integration.compressionHint(facts)
                : integration.compressionHint(facts, version, breaker);
    }

    /// Bases are no matter of this trial: both arms are advised alike.
    @Override
    public Advice<Hint.Dedup> dedupHint(DeltaFacts facts) {
        return integration.dedupHint(facts);
    }

    /// Records what came of one block.
    public void record(Outcome outcome) {
        switch (outcome) {
            case Outcome.Known block -> trial.known(block.id());
            case Outcome.Stored block -> {
                trial.stored(block.id());
                record(block);
            }
        }
    }

    private void record(Outcome.Stored block) {
        Standing standing = standing(block.decision().why());
        if (standing == Standing.NOT_SERVED || block.plainBytes() == 0) {
            return;
        }
        long nanos = Math.min(block.adviseNanos() + block.encodeNanos(), nanosMax(block.plainBytes()));
        trial.impression();
        trial.result(standing == Standing.SERVED, nanos / NANOS_PER_MS);
        cost.record(profile.cost(block.aloneBytes(), nanos) / block.plainBytes());
        storedBytes.record((double) block.aloneBytes() / block.plainBytes());
    }

    /// What no arm means to spend on a block. A machine that was busy with something else would make one block outweigh
    /// thousands, whichever arm it met, and no interval would ever close.
    private long nanosMax(int plainBytes) {
        return (long) (TIME_MAX * plainBytes / profile.bytesPerCpuSecond() * 1e9);
    }

    private enum Standing {
        SERVED,
        FAILED,
        NOT_SERVED
    }

    private static Standing standing(Decision.Why why) {
        return switch (why) {
            case Decision.Why.Hinted hinted -> Standing.SERVED;
            case Decision.Why.HintIgnored ignored -> Standing.SERVED;
            case Decision.Why.Unhinted unhinted ->
                switch (unhinted.silence()) {
                    case CONTROL_ARM, ABSTAINED -> Standing.SERVED;
                    case MODEL_FAILED, TOO_SLOW, BREAKER_OPEN -> Standing.FAILED;
                    case NOT_ASKED, NO_MODEL, ML_DISABLED -> Standing.NOT_SERVED;
                };
        };
    }
}
