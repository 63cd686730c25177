package pakit.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import pakit.hint.Advice;
import pakit.hint.Hint;
import pakit.hint.PeerFacts;
import pakit.hint.Silence;

class PeersRuleTest {
    private static final long SECOND = 1_000_000_000;

    private static Advice<Hint.Peers> named(String... order) {
        return new Advice.Suggested<>(new Hint.Peers(List.of(order)), "played", "1");
    }

    private static PeerFacts facts(String... peers) {
        return new PeerFacts(List.of(peers), SECOND);
    }

    @Test
    void silenceKeepsTheOrder() {
        for (Silence reason : Silence.values()) {
            assertThat(PeersRule.order(facts("b", "a", "c"), Advice.silent(reason)))
                    .containsExactly("b", "a", "c");
        }
    }

    @Test
    void namedPeersGoFirstAndTheOthersBehindInTheirOrder() {
        assertThat(PeersRule.order(facts("d", "a", "c", "b"), named("c", "stranger", "a", "c")))
                .containsExactly("c", "a", "d", "b");
    }

    @Test
    void anyAdviceGivesEachCandidateOnce() {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 2000; round++) {
            List<String> peers = new ArrayList<>(IntStream.range(0, 1 + random.nextInt(20))
                    .mapToObj(i -> "peer" + i)
                    .toList());
            Collections.shuffle(peers, new java.util.Random(round));
            List<String> wanted = new ArrayList<>();
            for (int i = 1 + random.nextInt(40); i > 0; i--) {
                wanted.add("peer" + random.nextInt(30));
            }
            List<String> order = PeersRule.order(
                    new PeerFacts(peers, SECOND), new Advice.Suggested<>(new Hint.Peers(wanted), "played", "1"));
            assertThat(order).containsExactlyInAnyOrderElementsOf(peers);
        }
    }

    @Test
    void whatCannotBeRankedIsRefused() {
        assertThatThrownBy(() -> facts()).hasMessageContaining("peers must be 1 to 1024, found 0");
        assertThatThrownBy(() -> facts("a", "a")).hasMessageContaining("once each, found [a, a]");
        assertThatThrownBy(() -> new PeerFacts(List.of("a"), 0)).hasMessageContaining("timeoutNanosMax");
        assertThatThrownBy(() -> new Hint.Peers(List.of())).hasMessageContaining("order must be 1 to 1024, found 0");
    }
}
