package pakit.ml.integration;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import pakit.block.BlockId;
import pakit.codec.Profile;
import pakit.dag.Decision;
import pakit.dag.Outcome;
import pakit.error.PakitException;
import pakit.ml.metrics.MetricSource;
import pakit.ml.metrics.PrometheusText;
import pakit.ml.models.CompressionPredictor;
import pakit.ml.models.Manifest;
import pakit.ml.models.MeasuredBlock;
import pakit.ml.oracle.Sideline;
import pakit.ml.serving.Aliases;
import pakit.ml.serving.Lease;
import pakit.ml.serving.ModelRegistry;

/// Asks the challenger of the compression model what the live version is asked, on a share of the traffic, and compares
/// the answers, which nobody uses. It happens after the block was stored or the answer given, on the thread of a
/// [Sideline]: the traffic only draws a number, and sometimes appends to a bounded queue.
///
/// Both versions are asked again on the same row, one after the other and in turns the one or the other first, so their
/// times compare; they are longer than those of traffic, which finds the model in the caches. A challenger that throws,
/// answers no numbers or dawdles is counted here and nowhere else: it opens no breaker and raises no alert. Figures
/// begin anew when one of the two versions changes. Thread-safe.
public final class ShadowMode implements Consumer<Outcome>, MetricSource {
    /// Waiting blocks keep their bytes: 2 MiB with the default chunk sizes.
    static final int WAITING_MAX = 16;

    private static final String MODEL = CompressionPredictor.NAME;

    private final ModelRegistry registry;
    private final Profile profile;
    private final RandomGenerator random;
    private final ShadowShare kept;
    private final Sideline<ShadowQuestion> sideline;
    private volatile double share;
    private volatile @Nullable ShadowTally tally;
    private long turns;

    /// It stands still until [#start].
    ///
    /// @param random draws the questions; thread-safe
    public ShadowMode(
            ModelRegistry registry, Profile profile, double cpuShare, ShadowShare kept, RandomGenerator random) {
        this.registry = registry;
        this.profile = profile;
        this.random = random;
        this.kept = kept;
        this.sideline = new Sideline<>("pakit-shadow", WAITING_MAX, cpuShare, this::compare);
    }

    /// Compares from now on.
    public void start() {
        share = kept.now();
    }

    /// Sets the share of the traffic, for now and after restarts.
    public void share(double wanted) {
        kept.set(wanted);
        share = wanted;
    }

    /// Goes back to the configured share.
    public void resetShare() {
        kept.reset();
        share = kept.now();
    }

    /// Takes in a block about which the live version was asked, if it is drawn; never waits.
    @Override
    public void accept(Outcome outcome) {
        if (share > 0
                && outcome instanceof Outcome.Stored stored
                && stored.id().kind() == BlockId.Kind.RAW
                && stored.plainBytes() > 0
                && wasAsked(stored.decision().why())
                && isDrawn()) {
            sideline.offer(new ShadowQuestion.OfBlock(stored.block()));
        }
    }

    private static boolean wasAsked(Decision.Why why) {
        return switch (why) {
            case Decision.Why.Hinted hinted -> true;
            case Decision.Why.HintIgnored ignored -> true;
            case Decision.Why.Unhinted unhinted ->
                switch (unhinted.silence()) {
                    case ABSTAINED, MODEL_FAILED, TOO_SLOW, BREAKER_OPEN -> true;
                    case CONTROL_ARM, NOT_ASKED, NO_MODEL, ML_DISABLED -> false;
                };
        };
    }

    private boolean isDrawn() {
        return random.nextDouble() < share && isChallenged();
    }

    private boolean isChallenged() {
        return registry.enabled(MODEL) && registry.challenger(MODEL).isPresent();
    }

    /// Takes in an inference that the live version answered, if it is drawn: its first row; never waits.
    public void answered(String model, int rows, float[] features) {
        if (share > 0 && model.equals(MODEL) && isDrawn()) {
            sideline.offer(new ShadowQuestion.OfRow(Arrays.copyOf(features, features.length / rows)));
        }
    }

    /// Takes in a block on which all codecs were tried; such blocks are few, so none is drawn by lot.
    public void tried(MeasuredBlock block) {
        if (share > 0 && isChallenged()) {
            sideline.offer(new ShadowQuestion.OfTrial(block));
        }
    }

    private void compare(ShadowQuestion question) {
        try (Lease live = registry.tryLease(MODEL);
                Lease candidate = registry.tryLease(MODEL, Aliases.CHALLENGER)) {
            if (live == null || candidate == null) {
                return; // withdrawn since
            }
            compare(live, candidate, question);
        }
    }

    private void compare(Lease live, Lease candidate, ShadowQuestion question) {
        float[] row = question.row();
        boolean liveFirst = turns++ % 2 == 0;
        ShadowAnswer early = ShadowAnswer.of((liveFirst ? live : candidate).model(), row, profile);
        ShadowAnswer late = ShadowAnswer.of((liveFirst ? candidate : live).model(), row, profile);
        ShadowAnswer ofLive = liveFirst ? early : late;
        ShadowAnswer ofCandidate = liveFirst ? late : early;
        ShadowTally into = tally(version(live), version(candidate));
        if (question instanceof ShadowQuestion.OfTrial trial) {
            into.add(ofLive, ofCandidate, trial.block(), profile);
        } else {
            into.add(ofLive, ofCandidate);
        }
    }

    private static String version(Lease lease) {
        return lease.model().manifest().version().text();
    }

    private ShadowTally tally(String live, String candidate) {
        ShadowTally current = tally;
        ShadowTally wanted =
                current != null && current.isOf(live, candidate) ? current : new ShadowTally(live, candidate);
        tally = wanted; // only the sideline's thread writes it
        return wanted;
    }

    /// Of the versions that stand now.
    ///
    /// @throws PakitException.Refused if `model` gives no hints on compression
    public ShadowReport report(String model) {
        if (!model.equals(MODEL)) {
            throw new PakitException.Refused(
                    "model " + model + " gives no hints on compression; only those can be compared");
        }
        String live = text(registry.live(MODEL).orElse(null));
        String candidate = text(registry.challenger(MODEL).orElse(null));
        ShadowTally known = tally;
        ShadowTally current = known != null && known.isOf(live, candidate) ? known : new ShadowTally(live, candidate);
        ShadowReport report = current.report(MODEL, kept.now(), sideline.dropped());
        return report.withoutUnknownSides();
    }

    private static String text(@Nullable Manifest manifest) {
        return manifest == null ? "" : manifest.version().text();
    }

    /// What works beside the traffic; whoever closes it ends the comparisons.
    public Sideline<?> sideline() {
        return sideline;
    }

    @Override
    public void writeTo(PrometheusText text) {
        ShadowTally known = tally;
        ShadowReport report =
                (known == null ? new ShadowTally("", "") : known).report(MODEL, share, sideline.dropped());
        new ShadowFamilies(report).writeTo(text);
    }
}
