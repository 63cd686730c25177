package pakit.ml.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import pakit.codec.Codec;
import pakit.codec.Profile;

class CompressionChoiceTest {
    private static final List<Codec> CODECS = List.of(new Codec.None(), new Codec.Zstd(3), new Codec.Zstd(9));

    @Test
    void largestGainWins() {
        var hint = Objects.requireNonNull(
                CompressionChoice.best(CODECS, 0, new float[] {0.1f, 0f, 0.2f}, Profile.BALANCED));
        assertThat(hint.codec()).isEqualTo(new Codec.Zstd(9));
        assertThat(hint.gain()).isEqualTo((double) 0.2f);
    }

    @Test
    void onlyTheProfilesOwnGainsCount() {
        float[] gains = {9f, 9f, 9f, 0.1f, 0f, 0f, Float.NaN};
        var hint = Objects.requireNonNull(CompressionChoice.best(CODECS, 3, gains, Profile.BALANCED));
        assertThat(hint.codec()).isEqualTo(new Codec.None());
    }

    @Test
    void noGainIsSilence() {
        assertThat(CompressionChoice.best(CODECS, 0, new float[] {0f, 0f, -1f}, Profile.BALANCED))
                .isNull();
    }

    @Test
    void defaultCodecIsSilence() {
        assertThat(CompressionChoice.best(CODECS, 0, new float[] {0f, 0.3f, 0.1f}, Profile.BALANCED))
                .isNull();
    }

    @Test
    void anyGainThatIsNoNumberIsUnusable() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            assertThatThrownBy(() -> CompressionChoice.best(CODECS, 0, new float[] {1f, 0f, bad}, Profile.FAST))
                    .isInstanceOf(UnusableAnswer.class)
                    .hasMessageContaining("zstd-9");
        }
    }
}
