package pakit.ml.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pakit.codec.Codec;
import pakit.codec.Profile;

class SafeCodecsTest {
    @Test
    void codecsWithinATenthOfTheDefaultAreSafe() {
        CodecTotals totals =
                new CodecTotals(List.of(1000L, 112L, 110L, 100L, 90L, 109L), List.of(0L, 0L, 0L, 0L, 0L, 0L));
        assertThat(SafeCodecs.of(Profile.BALANCED, totals))
                .containsExactly(new Codec.Zstd(1), new Codec.Zstd(3), new Codec.Zstd(9), new Codec.Zstd(15));
    }

    @ParameterizedTest
    @EnumSource
    void eachProfileHasSafeCodecsBesideItsDefaultAndStoresPlainOnlyByDefault(Profile profile) {
        boolean storesPlain = profile.defaultCodec() instanceof Codec.None;

        assertThat(SafeCodecs.of(profile)).contains(profile.defaultCodec());
        assertThat(SafeCodecs.of(profile).contains(new Codec.None())).isEqualTo(storesPlain);
    }
}
