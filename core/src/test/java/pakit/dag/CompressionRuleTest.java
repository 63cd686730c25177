package pakit.dag;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.hint.Advice;
import pakit.hint.CompressionFacts;
import pakit.hint.Hint;
import pakit.hint.Silence;

class CompressionRuleTest {
    private static final Block LEAF = Block.raw(new byte[100]);

    @ParameterizedTest
    @EnumSource(Silence.class)
    void silenceMeansTheDefaultAndKeepsItsReason(Silence silence) {
        for (Profile profile : Profile.values()) {
            Decision decision = CompressionRule.decide(facts(LEAF, profile), Advice.silent(silence));
            assertThat(decision.codec()).isEqualTo(profile.defaultCodec());
            assertThat(decision.why()).isEqualTo(new Decision.Why.Unhinted(silence));
        }
    }

    @Test
    void everyCodecOfTheMenuMayBeHinted() {
        for (Codec codec : Codec.MENU) {
            Decision decision = CompressionRule.decide(facts(LEAF, Profile.BALANCED), suggest(codec));
            assertThat(decision.codec()).isEqualTo(codec);
            assertThat(decision.why()).isEqualTo(new Decision.Why.Hinted("m", "1.0.0", 0.25));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -5, 0, 23, 99, Integer.MAX_VALUE})
    void aSillyLevelIsIgnoredWithItsReason(int level) {
        Decision decision = CompressionRule.decide(facts(LEAF, Profile.BALANCED), suggest(new Codec.Zstd(level)));
        assertThat(decision.codec()).isEqualTo(Profile.BALANCED.defaultCodec());
        assertThat(decision.why())
                .isEqualTo(new Decision.Why.HintIgnored("m", "1.0.0", "zstd-" + level + " is no codec that can pack"));
    }

    @Test
    void nodesOfTreesTakeTheDefaultWhateverTheAdvice() {
        Block node = Block.of(BlockId.Kind.DAG_PB, new byte[100]);
        Decision decision = CompressionRule.decide(facts(node, Profile.FAST), suggest(new Codec.Zstd(15)));
        assertThat(decision.codec()).isEqualTo(new Codec.Lz4());
        assertThat(decision.why()).isEqualTo(new Decision.Why.Unhinted(Silence.NOT_ASKED));
    }

    private static CompressionFacts facts(Block block, Profile profile) {
        return new CompressionFacts(block, 0, profile);
    }

    private static Advice<Hint.Compression> suggest(Codec codec) {
        return new Advice.Suggested<>(new Hint.Compression(codec, 0.25), "m", "1.0.0");
    }
}
