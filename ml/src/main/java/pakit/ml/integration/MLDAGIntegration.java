package pakit.ml.integration;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pakit.hint.Advice;
import pakit.hint.Advisor;
import pakit.hint.CompressionFacts;
import pakit.hint.DeltaFacts;
import pakit.hint.Hint;
import pakit.hint.NetworkConditions;
import pakit.hint.PeerFacts;
import pakit.hint.PrefetchFacts;
import pakit.hint.Silence;
import pakit.ml.feature.CompressionFeatures;
import pakit.ml.gossip.BroadcastOutcome;
import pakit.ml.models.CompressionModel;
import pakit.ml.models.CompressionPredictor;
import pakit.ml.models.DedupModel;
import pakit.ml.models.DedupPredictor;
import pakit.ml.models.Manifest;
import pakit.ml.models.NetworkOptimizerModel;
import pakit.ml.models.PakitModel;
import pakit.ml.models.PeerSelectorModel;
import pakit.ml.models.PrefetchModel;
import pakit.ml.peers.PeerOutcome;
import pakit.ml.prefetch.PrefetchState;
import pakit.ml.serving.ErrorKind;
import pakit.ml.serving.Lease;
import pakit.ml.serving.ModelRegistry;
import pakit.ml.serving.ModelServer;
import pakit.ml.serving.OnlineLearner;
import pakit.ml.serving.Switches;

/// The advisor of a node: facts become features, the live model answers, its answer becomes typed advice. Behind a
/// circuit breaker per model; never throws (only the JVM's own errors pass, such as running out of memory).
/// Thread-safe.
public final class MLDAGIntegration implements Advisor {
    private static final Advice<?> ML_DISABLED = Advice.silent(Silence.ML_DISABLED);
    private static final Advice<?> NO_MODEL = Advice.silent(Silence.NO_MODEL);
    private static final Advice<?> BREAKER_OPEN = Advice.silent(Silence.BREAKER_OPEN);
    private static final Advice<?> ABSTAINED = Advice.silent(Silence.ABSTAINED);
    private static final Advice<?> MODEL_FAILED = Advice.silent(Silence.MODEL_FAILED);

    private final ModelRegistry registry;
    private final FallbackManager fallback;
    private final Switches switches;
    private final Breaker compressionBreaker;
    private final Breaker dedupBreaker;
    private final Question<CompressionFacts, Hint.Compression> aboutCompression = this::ask;
    private final Question<DeltaFacts, Hint.Dedup> aboutBases = this::ask;
    private final Breaker prefetchBreaker;
    private final LiveLearner<PrefetchModel, PrefetchState, PrefetchChoice> prefetch = PrefetchChoice.learner();
    private final Question<PrefetchFacts, Hint.Prefetch> aboutReads = this::ask;
    private final Breaker peerBreaker;
    private final LiveLearner<PeerSelectorModel, ByteBuffer, PeerChoice> peers = PeerChoice.learner();
    private final Question<PeerFacts, Hint.Peers> aboutPeers = this::ask;
    private final Breaker networkBreaker;
    private final LiveLearner<NetworkOptimizerModel, ByteBuffer, NetworkChoice> network = NetworkChoice.learner();
    private final Question<NetworkConditions, Hint.Network> aboutMessages = this::ask;
    private final Scratch.Pool scratches = new Scratch.Pool();

    public MLDAGIntegration(ModelServer server, FallbackManager fallback) {
        this.registry = server.registry();
        this.fallback = fallback;
        this.switches = registry.switches();
        this.compressionBreaker = fallback.breaker(CompressionPredictor.NAME);
        this.dedupBreaker = fallback.breaker(DedupPredictor.NAME);
        this.prefetchBreaker = fallback.breaker(PrefetchModel.NAME);
        this.peerBreaker = fallback.breaker(PeerSelectorModel.NAME);
        this.networkBreaker = fallback.breaker(NetworkOptimizerModel.NAME);
    }

    /// Whether this is a model that is asked when blocks are stored.
    public static boolean isAskedOfPuts(String model) {
        return model.equals(CompressionPredictor.NAME) || model.equals(DedupPredictor.NAME);
    }

    /// What a model is asked, and how its answer becomes a hint; made once, so that asking allocates nothing.
    private interface Question<F, H extends Hint> {
        Advice<H> ask(PakitModel model, F facts);
    }

    @Override
    public Advice<Hint.Compression> compressionHint(CompressionFacts facts) {
        return byLive(CompressionPredictor.NAME, compressionBreaker, aboutCompression, facts);
    }

    @Override
    public Advice<Hint.Dedup> dedupHint(DeltaFacts facts) {
        return byLive(DedupPredictor.NAME, dedupBreaker, aboutBases, facts);
    }

    @Override
    public Advice<Hint.Prefetch> prefetchHint(PrefetchFacts facts) {
        return byLive(PrefetchModel.NAME, prefetchBreaker, aboutReads, facts);
    }

    @Override
    public Advice<Hint.Peers> peerHint(PeerFacts facts) {
        return byLive(PeerSelectorModel.NAME, peerBreaker, aboutPeers, facts);
    }

    @Override
    public Advice<Hint.Network> networkHint(NetworkConditions conditions) {
        return byLive(NetworkOptimizerModel.NAME, networkBreaker, aboutMessages, conditions);
    }

    /// A request is under way to `peer`; [#record(String, PeerOutcome)] follows with what came of it. Who answers
    /// [#peerHint] learns from both; before it was asked for the first time nobody does.
    public void sent(String peer) {
        peers.teach(selector -> selector.sent(peer));
    }

    /// What came of a request to `peer`, or of a probe.
    public void record(String peer, PeerOutcome outcome) {
        peers.teach(selector -> selector.record(peer, outcome));
    }

    /// What came of a message. Who answers [#networkHint] learns from it; before it was asked for the first time nobody
    /// does.
    public void record(BroadcastOutcome outcome) {
        network.teach(optimizer -> optimizer.record(outcome));
    }

    /// As [#compressionHint(CompressionFacts)], by one version, which need not be the live one.
    Advice<Hint.Compression> compressionHint(CompressionFacts facts, String version, Breaker breaker) {
        if (!switches.allEnabled()) {
            return silent(ML_DISABLED);
        }
        try (Lease lease = registry.tryLease(CompressionPredictor.NAME, version)) {
            return answer(lease, breaker, aboutCompression, facts);
        }
    }

    private <F, H extends Hint> Advice<H> byLive(String model, Breaker breaker, Question<F, H> question, F facts) {
        if (!switches.allEnabled()) {
            return silent(ML_DISABLED);
        }
        try (Lease lease = registry.tryLease(model)) {
            return answer(lease, breaker, question, facts);
        }
    }

    private static <F, H extends Hint> Advice<H> answer(
            @Nullable Lease lease, Breaker breaker, Question<F, H> question, F facts) {
        if (lease == null) {
            return silent(NO_MODEL);
        }
        return lease.enabled() ? askBehindBreaker(lease, breaker, question, facts) : silent(ML_DISABLED);
    }

    /// Silence is the same whatever was asked.
    @SuppressWarnings("unchecked")
    private static <H extends Hint> Advice<H> silent(Advice<?> silence) {
        return (Advice<H>) silence;
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

    /// What learns from the questions, to be kept.
    public List<OnlineLearner> learners() {
        return List.of(prefetch, peers, network);
    }

    /// The models that answer.
    public ModelRegistry registry() {
        return registry;
    }

    private static <F, H extends Hint> Advice<H> askBehindBreaker(
            Lease lease, Breaker breaker, Question<F, H> question, F facts) {
        Permit permit = breaker.tryAcquire();
        if (permit == null) {
            return silent(BREAKER_OPEN);
        }
        long metered = lease.meter().begin();
        long begun = permit.begin();
        try {
            Advice<H> advice = question.ask(lease.model(), facts);
            permit.succeeded(begun, lease.meter().succeeded(metered));
            return advice;
        } catch (Throwable e) { // the one place where anything a model throws ends; it is counted
            ErrorKind kind = e instanceof UnusableAnswer ? ErrorKind.UNUSABLE : ErrorKind.FAILED;
            permit.failed(begun, lease.meter().failed(metered, kind), e);
            if (e instanceof VirtualMachineError fatal) {
                throw fatal;
            }
            return silent(MODEL_FAILED);
        }
    }

    private Advice<Hint.Compression> ask(PakitModel model, CompressionFacts facts) {
        if (!(model instanceof CompressionModel compression)) {
            throw new UnusableAnswer("model " + model.manifest().name() + " is none that gives compression hints");
        }
        if (!compression.asks(facts.profile(), facts.block().bytes().length)) {
            return silent(ABSTAINED);
        }
        Scratch scratch = scratches.take(model.schema().size(), model.outputs());
        CompressionFeatures.extract(facts, scratch.features());
        compression.predict(facts.profile(), scratch.features(), scratch.outputs());
        Hint.@Nullable Compression hint = CompressionChoice.best(
                compression.codecs(), compression.offset(facts.profile()), scratch.outputs(), facts.profile());
        scratches.giveBack(scratch);
        return hint == null ? silent(ABSTAINED) : suggested(hint, model);
    }

    /// A model is asked only where the index leads to more than what is tried in any case.
    private Advice<Hint.Dedup> ask(PakitModel model, DeltaFacts facts) {
        if (!(model instanceof DedupModel dedup)) {
            throw new UnusableAnswer("model " + model.manifest().name() + " is none that gives hints on bases");
        }
        if (dedup.abstains() || facts.similar().size() < 2) {
            return silent(ABSTAINED);
        }
        Scratch scratch = scratches.take(model.schema().size(), model.outputs());
        Optional<Hint.Dedup> hint = DedupChoice.best(dedup, facts, scratch);
        scratches.giveBack(scratch);
        return hint.isEmpty() ? silent(ABSTAINED) : suggested(hint.get(), model);
    }

    private Advice<Hint.Prefetch> ask(PakitModel model, PrefetchFacts facts) {
        if (!(model instanceof PrefetchModel learnt)) {
            throw new UnusableAnswer("model " + model.manifest().name() + " is none that gives hints on reads");
        }
        Optional<Hint.Prefetch> hint = prefetch.ask(learnt, engine -> engine.best(facts));
        return hint.isEmpty() ? silent(ABSTAINED) : suggested(hint.get(), model);
    }

    private Advice<Hint.Peers> ask(PakitModel model, PeerFacts facts) {
        if (!(model instanceof PeerSelectorModel learnt)) {
            throw new UnusableAnswer("model " + model.manifest().name() + " is none that gives hints on peers");
        }
        return suggested(peers.ask(learnt, selector -> selector.best(facts)), model);
    }

    private Advice<Hint.Network> ask(PakitModel model, NetworkConditions conditions) {
        if (!(model instanceof NetworkOptimizerModel learnt)) {
            throw new UnusableAnswer("model " + model.manifest().name() + " is none that gives hints on messages");
        }
        return suggested(network.ask(learnt, optimizer -> optimizer.best(conditions)), model);
    }

    private static <H extends Hint> Advice<H> suggested(H hint, PakitModel model) {
        Manifest manifest = model.manifest();
        return new Advice.Suggested<>(hint, manifest.name(), manifest.version().text());
    }
}
