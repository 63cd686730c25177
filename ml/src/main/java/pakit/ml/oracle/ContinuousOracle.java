package pakit.ml.oracle;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.dag.Decision;
import pakit.dag.Outcome;
import pakit.hint.Silence;
import pakit.ml.alerts.AlertKey;
import pakit.ml.alerts.AlertSource;
import pakit.ml.alerts.Finding;
import pakit.ml.feature.CompressionFeatures;
import pakit.ml.metrics.MetricSource;
import pakit.ml.metrics.PrometheusText;
import pakit.ml.models.CodecTrials;
import pakit.ml.models.MeasuredBlock;
import pakit.ml.telemetry.TelemetryEvent;
import pakit.stats.Interval;

/// Really tries all codecs on a small random share of the new blocks, after they were stored and beside the traffic
/// ([Sideline]): what was decided is compared with what would have been cheapest. The regret is a metric and may raise
/// an alert; each block becomes an event to train from.
///
/// Both costs are of the same trial, on the same thread, by its CPU time, at the profile's price: what the put itself
/// took also says how busy the machine was. The time of asking is not in it. Only raw blocks: about nodes of trees
/// nobody is asked. Thread-safe.
public final class ContinuousOracle implements Consumer<Outcome>, MetricSource, AlertSource {
    /// Waiting blocks keep their bytes: 2 MiB with the default chunk sizes.
    static final int WAITING_MAX = 16;

    private static final AlertKey ALERT = new AlertKey("", "regret");
    private static final String SCHEMA = CompressionFeatures.schema().name() + "/"
            + CompressionFeatures.schema().version();
    private static final List<String> LABELS =
            Codec.MENU.stream().map(Codec::label).toList();

    private final OracleSettings settings;
    private final Profile profile;
    private final Surroundings surroundings;
    private final RelativeCost regret;
    private final RelativeCost cost;
    private final RelativeCost bytes;
    private final Sideline<Outcome.Stored> sideline;
    private @Nullable CodecTrials trials;

    /// @param random draws the blocks; thread-safe
    /// @param hasher names blocks in events
    /// @param tried told of each block that was tried, on the oracle's thread; must not block
    /// @param regretThreshold in percent; an alert is raised when the regret is above it for sure; 0: never
    public record Surroundings(
            RandomGenerator random,
            ToLongFunction<BlockId> hasher,
            Consumer<TelemetryEvent> events,
            Consumer<MeasuredBlock> tried,
            DoubleSupplier regretThreshold,
            InstantSource clock) {}

    public ContinuousOracle(OracleSettings settings, Profile profile, Surroundings surroundings) {
        this.settings = settings;
        this.profile = profile;
        this.surroundings = surroundings;
        this.regret = RelativeCost.regret(settings.window());
        this.cost = RelativeCost.beside(settings.window());
        this.bytes = RelativeCost.beside(settings.window());
        this.sideline = new Sideline<>("pakit-oracle", WAITING_MAX, settings.cpuShare(), this::measure);
    }

    /// Takes the block in if it is drawn; never waits.
    @Override
    public void accept(Outcome outcome) {
        if (outcome instanceof Outcome.Stored stored
                && stored.id().kind() == BlockId.Kind.RAW
                && stored.plainBytes() > 0
                && asked(stored.decision().why())
                && surroundings.random().nextDouble() < settings.share()) {
            sideline.offer(stored);
        }
    }

    /// Where nobody was asked, because a near base was found, there was no decision to judge.
    private static boolean asked(Decision.Why why) {
        return !(why instanceof Decision.Why.Unhinted unhinted) || unhinted.silence() != Silence.NOT_ASKED;
    }

    private void measure(Outcome.Stored stored) {
        int decided = Codec.MENU.indexOf(stored.decision().codec());
        if (decided < 0) {
            throw new IllegalStateException(stored.decision().codec().label() + " is not on the menu");
        }
        MeasuredBlock block = measured(stored.block());
        int standard = Codec.MENU.indexOf(profile.defaultCodec());
        double paid = block.hintedCost(profile, decided);
        double cheapest = block.cost(profile, block.oracle(profile));
        regret.add(paid, cheapest);
        cost.add(paid, block.cost(profile, standard));
        bytes.add(block.hintedBytes(profile, decided), block.storedBytes()[standard]);
        surroundings.tried().accept(block);
        surroundings.events().accept(event(stored.block().id(), stored.decision(), block, 100 * (paid / cheapest - 1)));
    }

    private MeasuredBlock measured(Block block) {
        CodecTrials here = trials == null ? new CodecTrials(Sideline.cpuClock()) : trials;
        trials = here;
        float[] features = new float[CompressionFeatures.schema().size()];
        CompressionFeatures.extract(block, 0, features);
        return here.measure("", block.bytes(), features);
    }

    private TelemetryEvent event(BlockId id, Decision decision, MeasuredBlock block, double regretPercent) {
        return new TelemetryEvent.OracleTried(
                surroundings.clock().instant(),
                surroundings.hasher().applyAsLong(id),
                profile.name().toLowerCase(Locale.ROOT),
                block.plainBytes(),
                SCHEMA,
                CompressionFeatures.listed(block.features()),
                LABELS,
                Arrays.stream(block.storedBytes()).boxed().toList(),
                Arrays.stream(block.packNanos()).boxed().toList(),
                decision.codec().label(),
                decision.propensity(),
                regretPercent);
    }

    /// Blocks that were drawn and not tried, for want of CPU time.
    public long dropped() {
        return sideline.dropped();
    }

    /// Blocks that were tried.
    public long tried() {
        return sideline.done();
    }

    @Override
    public void writeTo(PrometheusText text) {
        text.family("pakit_oracle_samples_total", "counter", "Blocks on which all codecs were tried.");
        text.sample("pakit_oracle_samples_total", tried());
        text.family("pakit_oracle_dropped_total", "counter", "Blocks that were drawn for it and not tried.");
        text.sample("pakit_oracle_dropped_total", dropped());
        write(text, "regret_percent", "What decisions cost more than the cheapest codecs.", regret);
        write(text, "cost_percent", "What decisions cost more than the default codec; negative: less.", cost);
        write(text, "bytes_percent", "What decisions store more than the default codec; negative: less.", bytes);
    }

    private static void write(PrometheusText text, String figure, String help, RelativeCost of) {
        String family = "pakit_oracle_" + figure;
        RelativeCost.Figure now = of.now();
        Interval interval = now == null ? Interval.ALL : now.interval();
        text.family(family, "gauge", help);
        text.sample(family, now == null ? Double.NaN : now.percent(), "bound", "estimate");
        text.sample(family, known(interval.low()), "bound", "low");
        text.sample(family, known(interval.high()), "bound", "high");
    }

    private static double known(double bound) {
        return Double.isFinite(bound) ? bound : Double.NaN;
    }

    /// What the decisions cost beside the profile's default codec.
    public Earned earned() {
        return new Earned(tried(), cost.now(), bytes.now());
    }

    /// What decisions cost beside the default codec, on blocks where both were tried.
    ///
    /// @param blocks that were tried
    /// @param cost bytes and time at the profile's price; null while there are too few blocks
    /// @param bytes what is stored; null while there are too few blocks
    public record Earned(long blocks, RelativeCost.@Nullable Figure cost, RelativeCost.@Nullable Figure bytes) {}

    /// Wrong once the whole interval is above the threshold, well once it is below.
    @Override
    public List<Finding> look() {
        double threshold = surroundings.regretThreshold().getAsDouble();
        RelativeCost.Figure now = regret.now();
        if (threshold == 0 || now == null) {
            return List.of();
        }
        if (now.interval().low() > threshold) {
            String message = String.format(
                    Locale.ROOT,
                    "Regret %.1f%% (95 %% interval %.1f to %.1f) exceeds threshold %.1f%%",
                    now.percent(),
                    now.interval().low(),
                    now.interval().high(),
                    threshold);
            return List.of(new Finding.Wrong(ALERT, message));
        }
        boolean well = now.interval().high() <= threshold;
        return List.of(well ? new Finding.Well(ALERT) : new Finding.Unclear(ALERT));
    }

    /// Where blocks are tried; whoever closes it ends the oracle.
    public Sideline<?> sideline() {
        return sideline;
    }
}
