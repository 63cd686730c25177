package pakit.ml.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import pakit.codec.Codec;
import pakit.codec.Profile;

class DefaultModelsTest {
    @Test
    void everyShippedModelLoadsAndIsVersionOne() {
        assertThat(DefaultModels.artifacts())
                .extracting(artifact -> artifact.manifest().title())
                .containsExactly(
                        "compression_predictor v1.0.0",
                        "dedup_optimizer v1.0.0",
                        "network_optimizer v1.0.0",
                        "peer_selector v1.0.0",
                        "prefetch_engine v1.0.0");
        DefaultModels.artifacts()
                .forEach(artifact -> ModelLoader.standard().load(artifact).close());
    }

    @Test
    void modelsThatNobodyWantsAreNotRead() {
        assertThat(DefaultModels.artifacts(name -> false)).isEmpty();
        assertThat(DefaultModels.artifacts(CompressionPredictor.NAME::equals)).hasSize(1);
    }

    @Test
    void cardStatesDataPriceAndDigests() {
        ModelArtifact artifact = DefaultModels.artifacts().getFirst();

        assertThat(artifact.card())
                .contains(artifact.manifest().payloadSha256())
                .contains(artifact.manifest().data().get("measurementsSha256"))
                .contains("A hint costs " + artifact.manifest().data().get("hintNanos") + " ns")
                .contains("## Data", "## Regret", "## When it says nothing", "## Limits");
    }

    @Test
    void gainsAreFiniteAndThatOfTheDefaultIsZero() {
        try (CompressionPredictor model =
                CompressionPredictor.load(DefaultModels.artifacts().getFirst())) {
            SplittableRandom random = new SplittableRandom(3);
            float[] gains = new float[model.outputs()];
            for (int i = 0; i < 1_000; i++) {
                float[] features = new float[model.schema().size()];
                for (int j = 0; j < features.length; j++) {
                    features[j] = (float) random.nextDouble(-1, 8);
                }
                model.predict(1, features, gains);
                assertSane(model, gains);
            }
        }
    }

    private static void assertSane(CompressionPredictor model, float[] gains) {
        for (Profile profile : Profile.values()) {
            int offset = model.offset(profile);
            float[] row = Arrays.copyOfRange(gains, offset, offset + Codec.MENU.size());
            for (int codec = 0; codec < row.length; codec++) {
                assertThat(row[codec]).isFinite();
                if (model.abstains(profile)) {
                    assertThat(row[codec]).isNotPositive();
                }
            }
            assertThat(row[Codec.MENU.indexOf(profile.defaultCodec())]).isZero();
        }
    }

    @Test
    void noProfileIsWorseThanItsBestFixedCodecByMoreThanATwentieth() {
        Manifest manifest = DefaultModels.artifacts().getFirst().manifest();
        for (Profile profile : Profile.values()) {
            String name = profile.name().toLowerCase(Locale.ROOT);
            Metric model = metric(manifest.metrics(), name + ".regretPercent");
            Metric fixed = metric(manifest.baselines(), name + ".bestFixed.regretPercent");
            assertThat(model.value()).as(name).isLessThanOrEqualTo(fixed.value() + 0.05);
        }
    }

    private static Metric metric(Map<String, Metric> metrics, String name) {
        return Objects.requireNonNull(metrics.get(name), name);
    }
}
