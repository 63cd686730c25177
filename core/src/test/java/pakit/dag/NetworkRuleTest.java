package pakit.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import pakit.hint.Advice;
import pakit.hint.GossipMode;
import pakit.hint.GossipParams;
import pakit.hint.Hint;
import pakit.hint.Silence;

class NetworkRuleTest {
    @Test
    void withoutAdviceMessagesGoToSixPeersOverTenHops() {
        for (Silence reason : Silence.values()) {
            GossipParams params = NetworkRule.params(Advice.silent(reason));
            assertThat(params.fanout()).isEqualTo(6);
            assertThat(params.ttl()).isEqualTo(10);
            assertThat(params.eagerDegree()).isEqualTo(6);
        }
    }

    @Test
    void aHintIsTakenAsItIs() {
        GossipParams params = new GossipParams(GossipMode.LAZY, 0, 8, 1, 100, 200, 8, 12);
        assertThat(NetworkRule.params(new Advice.Suggested<>(new Hint.Network(params), "played", "1")))
                .isEqualTo(params);
    }

    @Test
    void noHintIsOutsideTheSafeRange() {
        for (int[] range : new int[][] {{3, 10}, {9, 10}, {6, 7}, {6, 13}}) {
            assertThatThrownBy(() -> new GossipParams(GossipMode.EAGER, 6, 6, 3, 100, 200, range[0], range[1]))
                    .hasMessageMatching("(fanout must be 4 to 8|ttl must be 8 to 12), found \\d+");
        }
        assertThatThrownBy(() -> new GossipParams(GossipMode.EAGER, 6, 6, 3, Double.NaN, 200, 6, 10))
                .hasMessageContaining("heartbeatMillis must be positive and finite, found NaN");
    }
}
