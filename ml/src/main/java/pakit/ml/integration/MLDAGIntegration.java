package pakit.ml.integration;

import org.jspecify.annotations.Nullable;
import pakit.hint.Advice;
import pakit.hint.Advisor;
import pakit.hint.CompressionFacts;
import pakit.hint.Hint;
import pakit.hint.Silence;
import pakit.ml.feature.CompressionFeatures;
import pakit.ml.models.CompressionModel;
import pakit.ml.models.CompressionPredictor;
import pakit.ml.models.PakitModel;
import pakit.ml.serving.ErrorKind;
import pakit.ml.serving.Lease;
import pakit.ml.serving.ModelRegistry;
import pakit.ml.serving.ModelServer;
import pakit.ml.serving.Switches;

/// The advisor of a node: facts become features, the live model answers, its answer becomes typed advice. Behind a
/// circuit breaker per model; never throws (only the JVM's own errors pass, such as running out of memory).
/// Thread-safe.
public final class MLDAGIntegration implements Advisor {
    private static final Advice<Hint.Compression> ML_DISABLED = Advice.silent(Silence.ML_DISABLED);
    private static final Advice<Hint.Compression> NO_MODEL = Advice.silent(Silence.NO_MODEL);
    private static final Advice<Hint.Compression> BREAKER_OPEN = Advice.silent(Silence.BREAKER_OPEN);
    private static final Advice<Hint.Compression> ABSTAINED = Advice.silent(Silence.ABSTAINED);
    private static final Advice<Hint.Compression> MODEL_FAILED = Advice.silent(Silence.MODEL_FAILED);

    private final ModelRegistry registry;
    private final FallbackManager fallback;
    private final Switches switches;
    private final Breaker compressionBreaker;
    private final Scratch.Pool scratches = new Scratch.Pool();

    public MLDAGIntegration(ModelServer server, FallbackManager fallback) {
        this.registry = server.registry();
        this.fallback = fallback;
        this.switches = registry.switches();
        this.compressionBreaker = fallback.breaker(CompressionPredictor.NAME);
    }

    @Override
    public Advice<Hint.Compression> compressionHint(CompressionFacts facts) {
        if (!switches.allEnabled()) {
            return ML_DISABLED;
        }
        try (Lease lease = registry.tryLease(CompressionPredictor.NAME)) {
            return answer(lease, compressionBreaker, facts);
        }
    }

    /// As [#compressionHint(CompressionFacts)], by one version, which need not be the live one.
    Advice<Hint.Compression> compressionHint(CompressionFacts facts, String version, Breaker breaker) {
        if (!switches.allEnabled()) {
            return ML_DISABLED;
        }
        try (Lease lease = registry.tryLease(CompressionPredictor.NAME, version)) {
            return answer(lease, breaker, facts);
        }
    }

    private Advice<Hint.Compression> answer(@Nullable Lease lease, Breaker breaker, CompressionFacts facts) {
        if (lease == null) {
            return NO_MODEL;
        }
        return lease.enabled() ? askBehindBreaker(lease, breaker, facts) : ML_DISABLED;
    }

    /// The breaker of a version. One that is not live has its own, so that its failures do not silence the live one.
    Breaker breaker(@Nullable String version) {
        boolean live = version == null
                || registry.live(CompressionPredictor.NAME)
                        .filter(manifest -> manifest.version().text().equals(version))
                        .isPresent();
        return live ? compressionBreaker : fallback.breaker(CompressionPredictor.NAME + " " + version);
    }

    /// Whether hints on compression are switched on.
    boolean asksForCompression() {
        return registry.enabled(CompressionPredictor.NAME);
    }

    /// Whether models are asked at all.
    public boolean enableMl() {
        return switches.allEnabled();
    }

    /// Turns the switch over all models, as `pakit models enable --all` does: it counts from the next block on, and
    /// outlasts the process. Where the configuration keeps them off, that holds for the run.
    public void enableMl(boolean enable) {
        if (enable) {
            switches.enableAll();
        } else {
            switches.disableAll();
        }
    }

    /// The models that answer.
    public ModelRegistry registry() {
        return registry;
    }

    private Advice<Hint.Compression> askBehindBreaker(Lease lease, Breaker breaker, CompressionFacts facts) {
        Permit permit = breaker.tryAcquire();
        if (permit == null) {
            return BREAKER_OPEN;
        }
        long metered = lease.meter().begin();
        long begun = permit.begin();
        try {
            Advice<Hint.Compression> advice = ask(lease.model(), facts);
            permit.succeeded(begun, lease.meter().succeeded(metered));
            return advice;
        } catch (Throwable e) { // the one place where anything a model throws ends; it is counted
            ErrorKind kind = e instanceof UnusableAnswer ? ErrorKind.UNUSABLE : ErrorKind.FAILED;
            permit.failed(begun, lease.meter().failed(metered, kind), e);
            if (e instanceof VirtualMachineError fatal) {
                throw fatal;
            }
            return MODEL_FAILED;
        }
    }

    private Advice<Hint.Compression> ask(PakitModel model, CompressionFacts facts) {
        if (!(model instanceof CompressionModel compression)) {
            throw new UnusableAnswer("model " + model.manifest().name() + " is none that gives compression hints");
        }
        if (!compression.asks(facts.profile(), facts.block().bytes().length)) {
            return ABSTAINED;
        }
        Scratch scratch = scratches.take(model.schema().size(), model.outputs());
        CompressionFeatures.extract(facts, scratch.features());
        compression.predict(facts.profile(), scratch.features(), scratch.outputs());
        Hint.@Nullable Compression hint = CompressionChoice.best(
                compression.codecs(), compression.offset(facts.profile()), scratch.outputs(), facts.profile());
        scratches.giveBack(scratch);
        return hint == null
                ? ABSTAINED
                : new Advice.Suggested<>(
                        hint,
                        model.manifest().name(),
                        model.manifest().version().text());
    }
}
