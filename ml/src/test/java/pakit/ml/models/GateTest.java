package pakit.ml.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.error.PakitException;
import pakit.ml.feature.CompressionFeatures;
import pakit.ml.feature.FeatureSchema;

/// The gate with the reference set that ships, before models that are good, silent, wrong, slow or broken.
class GateTest {
    private static final Optional<Manifest> NOTHING_LIVE = Optional.empty();

    @TempDir
    Path models;

    private final AtomicInteger loads = new AtomicInteger();
    private Gate gate;

    @BeforeEach
    void open() {
        gate = gate(GateThresholds.STANDARD);
    }

    @Test
    void aModelThatAbstainsPasses() {
        ModelArtifact silent = Networks.silent("1.0.0");

        GateReport report = judge(silent).orElseThrow();

        assertThat(report.passed()).isTrue();
        assertThat(report.checks())
                .extracting(GateCheck::name)
                .containsExactly(
                        "finite",
                        "latency",
                        "regret.cold",
                        "regret.archive",
                        "regret.balanced",
                        "regret.swift",
                        "regret.fast",
                        "regret.rapid",
                        "regret.memory");
        assertThat(gate.validate(silent.manifest(), NOTHING_LIVE).report()).isEqualTo(report);
    }

    /// Where processor time is dear, asking for nothing costs more than the gate allows.
    @Test
    void aModelThatIsAskedForNothingIsRefusedWhereTimeIsDear() {
        assertThat(failed(Networks.idle("1.0.0")))
                .containsExactly("regret.balanced", "regret.swift", "regret.fast", "regret.rapid", "regret.memory");
    }

    @Test
    void randomWeightsAreRefusedByTheirRegret() {
        ModelArtifact random = Networks.random("2.0.0", 5);

        assertThat(failed(random)).contains("regret.balanced").doesNotContain("finite", "latency");
        assertThatExceptionOfType(PakitException.Refused.class)
                .isThrownBy(() -> gate.validate(random.manifest(), NOTHING_LIVE))
                .withMessageContaining("compression_predictor v2.0.0 did not pass the gate: ")
                .withMessageContaining("regret.balanced: ")
                .withMessageContaining("always zstd-3 has ")
                .withMessageContaining("--force");
    }

    @Test
    void answersThatAreNoNumbersOnExtremeInputAreRefused() {
        ModelArtifact overflowing = Networks.overflowing("2.0.0");

        assertThat(failed(overflowing)).contains("finite");
        assertThat(judge(overflowing).orElseThrow().failures()).contains("inputs without a finite answer", "output ");
    }

    @Test
    void aSlowModelIsRefusedWithoutWaitingForTenThousandOfItsCalls() {
        Gate strict = gate(new GateThresholds(0, 0, 100, 100, Duration.ofNanos(30_000)));
        ModelArtifact slow = Networks.silent("3.0.0");

        strict.evaluate(slow, artifact -> new Slow(CompressionPredictor.load(artifact), 40_000));

        GateReport report = strict.report(slow.manifest(), NOTHING_LIVE).orElseThrow();
        assertThat(report.checks().stream().filter(check -> !check.passed()))
                .extracting(GateCheck::name)
                .containsExactly("latency");
        assertThat(report.failures()).contains("of 501 calls");
    }

    @Test
    void figuresCutShortByAStricterLimitAreTakenAgain() {
        ModelArtifact slow = Networks.silent("3.0.0");
        ModelLoader loader = counting(artifact -> new Slow(CompressionPredictor.load(artifact), 20_000));
        gate(new GateThresholds(0, 0, 100, 100, Duration.ofNanos(10_000))).evaluate(slow, loader);

        gate(GateThresholds.STANDARD).evaluate(slow, loader);

        assertThat(loads).hasValue(2);
    }

    @Test
    void anEvaluationIsMadeOnceWhateverTheVersionIsCalledAndAlsoAfterARestart() {
        ModelArtifact first = Networks.random("2.0.0", 6);
        ModelArtifact renamed = first.withVersion(new ModelVersion("2.0.1")).withMetadata(Map.of("git_commit", "abc"));

        gate.evaluate(first, counting(ModelLoader.standard()));
        gate.evaluate(first, counting(ModelLoader.standard()));
        open();
        gate.evaluate(renamed, counting(ModelLoader.standard()));

        assertThat(loads).hasValue(1);
        assertThat(gate.report(renamed.manifest(), NOTHING_LIVE)).isPresent();
    }

    @Test
    void manyWhoAskAtOnceMakeOneEvaluation() {
        ModelArtifact artifact = Networks.random("2.0.0", 7);

        CompletableFuture.allOf(Stream.generate(() -> CompletableFuture.runAsync(
                                () -> gate.evaluate(artifact, counting(ModelLoader.standard()))))
                        .limit(8)
                        .toArray(CompletableFuture[]::new))
                .join();

        assertThat(loads).hasValue(1);
    }

    @Test
    void otherParametersAreAnotherModel() {
        ModelArtifact answering = Networks.random("2.0.0", 8);
        ModelArtifact told = Networks.with(answering, Map.of("margin.balanced", CompressionPredictor.ABSTAIN));
        gate.evaluate(answering, counting(ModelLoader.standard()));

        gate.evaluate(told, counting(ModelLoader.standard()));

        assertThat(told.manifest().payloadSha256())
                .isEqualTo(answering.manifest().payloadSha256());
        assertThat(loads).hasValue(2);
    }

    @Test
    void anAlteredFileCountsAsNone() throws IOException {
        ModelArtifact bad = Networks.random("2.0.0", 9);
        gate.evaluate(bad, counting(ModelLoader.standard()));
        Path file = kept();
        Files.writeString(file, Files.readString(file).replaceFirst("\"failedRows\" : 0", "\"failedRows\" : 1"));

        open();
        assertThat(gate.report(bad.manifest(), NOTHING_LIVE)).isEmpty();
        gate.evaluate(bad, counting(ModelLoader.standard()));

        assertThat(loads).hasValue(2);
        assertThat(failed(bad)).doesNotContain("finite");
    }

    @Test
    void tornAndForeignFilesCountAsNone() throws IOException {
        ModelArtifact bad = Networks.random("2.0.0", 10);
        gate.evaluate(bad, ModelLoader.standard());
        byte[] whole = Files.readAllBytes(kept());
        ModelArtifact other = Networks.random("2.0.0", 11);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 50; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(kept(), damaged);
            assertThat(gate(GateThresholds.STANDARD).report(bad.manifest(), NOTHING_LIVE))
                    .isEmpty();
        }
        Files.write(kept().resolveSibling(other.manifest().behaviourSha256() + "-" + reference() + ".json"), whole);
        assertThat(gate(GateThresholds.STANDARD).report(other.manifest(), NOTHING_LIVE))
                .isEmpty();
    }

    @Test
    void whatIsNotEvaluatedIsNotLetThrough() {
        assertThatThrownBy(() -> gate.validate(Networks.silent("1.0.0").manifest(), NOTHING_LIVE))
                .isInstanceOf(PakitException.Refused.class)
                .hasMessageContaining("is not validated");
    }

    @Test
    void aModelOfAKindWithoutReferenceSetIsRefusedByName() {
        ModelArtifact unknown = ModelArtifactTest.artifact();

        assertThatThrownBy(() -> new Gate(models, GateThresholds.STANDARD, manifest -> Optional.empty())
                        .evaluate(unknown, ModelLoader.standard()))
                .isInstanceOf(PakitException.Refused.class)
                .hasMessageContaining(
                        "no reference set for model " + unknown.manifest().name());
    }

    @Test
    void aVersionIsComparedWithTheLiveOneFamilyByFamily() {
        ModelArtifact silent = Networks.silent("1.0.0");
        ModelArtifact worse = Networks.random("2.0.0", 5);
        Gate lenient = gate(new GateThresholds(0, 0, 100, 0.1, Duration.ofMillis(10)));
        List.of(silent, worse).forEach(artifact -> lenient.evaluate(artifact, ModelLoader.standard()));

        GateReport against =
                lenient.report(worse.manifest(), Optional.of(silent.manifest())).orElseThrow();
        GateReport back =
                lenient.report(silent.manifest(), Optional.of(worse.manifest())).orElseThrow();
        GateReport self = lenient.report(silent.manifest(), Optional.of(silent.manifest()))
                .orElseThrow();

        assertThat(against.against()).isEqualTo("1.0.0");
        assertThat(against.failures()).contains("not_inferior.balanced: ", "points better than the live version [-");
        assertThat(back.passed()).isTrue();
        assertThat(self.passed()).isTrue();
    }

    @Test
    void aLiveVersionWithoutFiguresIsNotCompared() {
        ModelArtifact silent = Networks.silent("1.0.0");
        gate.evaluate(silent, ModelLoader.standard());

        GateReport report = gate.report(
                        silent.manifest(),
                        Optional.of(Networks.random("2.0.0", 3).manifest()))
                .orElseThrow();

        assertThat(report.against()).isNull();
        assertThat(report.passed()).isTrue();
    }

    @Test
    void forcingNeedsAReason() {
        Manifest any = Networks.silent("1.0.0").manifest();
        assertThatThrownBy(() -> gate.force(any, "  "))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining("needs a reason");
        assertThat(gate.force(any, " the trial of Monday ").reason()).isEqualTo("the trial of Monday");
    }

    private Gate gate(GateThresholds thresholds) {
        return Gate.standard(models, thresholds);
    }

    private Optional<GateReport> judge(ModelArtifact artifact) {
        gate.evaluate(artifact, ModelLoader.standard());
        return gate.report(artifact.manifest(), NOTHING_LIVE);
    }

    private List<String> failed(ModelArtifact artifact) {
        return judge(artifact).orElseThrow().checks().stream()
                .filter(check -> !check.passed())
                .map(GateCheck::name)
                .toList();
    }

    private ModelLoader counting(ModelLoader loader) {
        return artifact -> {
            loads.incrementAndGet();
            return loader.load(artifact);
        };
    }

    private Path kept() throws IOException {
        try (var files = Files.list(models.resolve(CompressionPredictor.NAME).resolve("evaluations"))) {
            return files.findFirst().orElseThrow();
        }
    }

    private static String reference() {
        return Gate.name(
                References.standard().of(Networks.silent("1.0.0").manifest()).orElseThrow());
    }

    /// Takes its time over each answer.
    private record Slow(CompressionPredictor inner, long nanos) implements CompressionModel {
        @Override
        public void predict(int rows, float[] features, float[] out) {
            long until = System.nanoTime() + nanos;
            inner.predict(rows, features, out);
            while (System.nanoTime() - until < 0) {
                Thread.onSpinWait();
            }
        }

        @Override
        public List<Codec> codecs() {
            return inner.codecs();
        }

        @Override
        public int offset(Profile profile) {
            return inner.offset(profile);
        }

        @Override
        public boolean abstains(Profile profile) {
            return inner.abstains(profile);
        }

        @Override
        public Manifest manifest() {
            return inner.manifest();
        }

        @Override
        public FeatureSchema schema() {
            return CompressionFeatures.schema();
        }

        @Override
        public int outputs() {
            return inner.outputs();
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
