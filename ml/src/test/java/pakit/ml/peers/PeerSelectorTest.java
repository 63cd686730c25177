package pakit.ml.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class PeerSelectorTest {
    private static final PeerContext CONTEXT =
            new PeerContext(Duration.ofSeconds(3).toNanos());
    private static final List<String> PEERS = List.of("a", "b", "c", "d");

    private long now = 5;
    private final PeerSelector selector = selector(PeerSettings.DEFAULT);

    @Test
    void whoAnswersFastestComesFirst() {
        for (int i = 0; i < 10; i++) {
            answer("a", 120, 0, 0);
            answer("b", 40, 0, 0);
            answer("c", 300, 0, 0);
            answer("d", 80, 0, 0);
        }

        assertThat(select().order()).containsExactly("b", "d", "a", "c");
    }

    @Test
    void whoHasAQueueIsAskedWhenItIsOver() {
        for (int i = 0; i < 10; i++) {
            answer("a", 50, 0, 0);
            answer("b", 300, 0, 0);
        }
        answer("a", 50, 0, 1_000);

        assertThat(selector.select(List.of("a", "b"), CONTEXT).order()).containsExactly("b", "a");
        seconds(30);
        answer("b", 300, 0, 0);
        assertThat(selector.select(List.of("a", "b"), CONTEXT).order()).containsExactly("a", "b");
    }

    @Test
    void whatThisNodeHasUnderWayAtAPeerCounts() {
        for (int i = 0; i < 10; i++) {
            answer("a", 50, 0, 0);
            answer("b", 60, 0, 0);
        }
        for (int i = 0; i < 5; i++) {
            selector.sent("a");
        }

        assertThat(selector.select(List.of("a", "b"), CONTEXT).order()).containsExactly("b", "a");
    }

    @Test
    void whoIsSilentComesLastUntilItAnswersAgain() {
        for (String peer : PEERS) {
            answer(peer, peer.equals("a") ? 20 : 200, 0, 0);
        }
        selector.sent("a");
        selector.record("a", new PeerOutcome.Failed(ms(3_000)));
        assertThat(select().order()).endsWith("a");

        selector.record("a", new PeerOutcome.Late(ms(3_100), report(0, 0)));
        for (int i = 0; i < 20; i++) {
            answer("a", 20, 0, 0);
        }
        assertThat(select().order()).startsWith("a");
    }

    @Test
    void aProbeThatNobodyAnswersIsSilenceToo() {
        for (String peer : PEERS) {
            answer(peer, peer.equals("a") ? 20 : 200, 0, 0);
        }
        selector.record("a", new PeerOutcome.Unheard(ms(1_000)));

        assertThat(select().order()).endsWith("a");
    }

    @Test
    void whoClaimsToHaveNoQueueAndIsLateIsLearntToBeSlow() {
        for (int i = 0; i < 10; i++) {
            answer("a", 1_000, 0, 0);
            answer("b", 400, 300, 300);
        }

        assertThat(selector.select(List.of("a", "b"), CONTEXT).order()).containsExactly("b", "a");
    }

    @Test
    void whoClaimsThatEveryRequestWaitedIsNotTakenForFree() {
        for (int i = 0; i < 10; i++) {
            answer("a", 1_000, 1_000, 0);
            answer("b", 30, 0, 0);
        }

        assertThat(selector.select(List.of("a", "b"), CONTEXT).order()).containsExactly("b", "a");
    }

    @Test
    void strangersAreRankedByTheirCoordinates() {
        NetworkCoordinate near = NetworkCoordinate.of(new double[] {10, 0, 0, 0, 0}, 1, 0.1);
        NetworkCoordinate far = NetworkCoordinate.of(new double[] {300, 0, 0, 0, 0}, 1, 0.1);
        for (int i = 0; i < 20; i++) {
            var report = new PeerReport(0, 0, ms(5), near);
            selector.sent("known");
            selector.record("known", new PeerOutcome.Answered(ms(20), report));
        }
        selector.introduce("far", far);
        selector.introduce("near", near);

        assertThat(selector.select(List.of("far", "near"), CONTEXT).order()).containsExactly("near", "far");
    }

    @Test
    void probesGoToOthersAndNotTwiceInASecond() {
        Selection first = select();
        assertThat(first.probes()).hasSize(3).doesNotContain(first.order().getFirst());
        assertThat(select().probes()).hasSizeLessThanOrEqualTo(1);
        seconds(2);
        assertThat(select().probes()).hasSize(3);
    }

    @Test
    void hedgesStayWithinTheirShare() {
        int hedges = 0;
        for (int i = 0; i < 10_000; i++) {
            select();
            hedges += selector.hedge() ? 1 : 0;
        }

        assertThat(hedges).isBetween(420, 460);
    }

    @Test
    void theHedgeComesBeforeTheTimeOutAndBothWithinTheLimit() {
        for (int i = 0; i < 50; i++) {
            answer("a", 20 + i % 5, 0, 0);
        }
        Selection selection = selector.select(List.of("a"), CONTEXT);

        assertThat(selection.hedgeAfterNanos()).isGreaterThan(ms(20)).isLessThan(selection.timeoutNanos());
        assertThat(selection.timeoutNanos()).isLessThanOrEqualTo(CONTEXT.timeoutNanosMax());
    }

    @Test
    void anyOutcomesLeaveAPermutation() {
        var random = new Random(3);
        List<String> peers = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            peers.add("p" + i);
        }
        for (int i = 0; i < 20_000; i++) {
            now += random.nextLong(1L << random.nextInt(1, 45));
            String peer = peers.get(random.nextInt(peers.size()));
            selector.record(peer, anyOutcome(random));
            if (i % 10 == 0) {
                Collections.shuffle(peers, random);
                Selection selection = selector.select(peers, CONTEXT);
                assertThat(selection.order()).containsExactlyInAnyOrderElementsOf(peers);
                assertThat(selection.timeoutNanos()).isBetween(1L, CONTEXT.timeoutNanosMax());
                assertThat(selection.hedgeAfterNanos()).isBetween(1L, CONTEXT.timeoutNanosMax());
            }
        }
    }

    @Test
    void thoseNotHeardOfForLongestAreForgotten() {
        PeerSettings d = PeerSettings.DEFAULT;
        PeerSelector small = selector(new PeerSettings(
                d.memorySeconds(),
                d.backlogSeconds(),
                d.suspicionSeconds(),
                d.hedgeDeviationsMin(),
                d.hedgeDeviationsMax(),
                d.hedgeShare(),
                d.timeoutDeviations(),
                d.timeoutMsMin(),
                d.probes(),
                d.probeSeconds(),
                2));
        for (String peer : PEERS) {
            small.sent(peer);
            small.record(peer, new PeerOutcome.Answered(ms(10), report(0, 0)));
        }

        assertThat(small.peers()).isEqualTo(2);
    }

    @Test
    void theSameSeedAnswersTheSame() {
        PeerSelector other = selector(PeerSettings.DEFAULT);
        for (int i = 0; i < 100; i++) {
            seconds(1);
            assertThat(other.select(PEERS, CONTEXT)).isEqualTo(selector.select(PEERS, CONTEXT));
        }
    }

    @Test
    void manyThreadsMayAskAndTell() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Integer>> work = Collections.nCopies(8, () -> {
                int whole = 0;
                for (int i = 0; i < 2_000; i++) {
                    String first = select().order().getFirst();
                    selector.sent(first);
                    selector.record(first, new PeerOutcome.Answered(ms(1 + i % 50), report(0, 0)));
                    whole += select().order().size();
                }
                return whole;
            });
            for (Future<Integer> whole : threads.invokeAll(work)) {
                assertThat(whole.get()).isEqualTo(2_000 * PEERS.size());
            }
        }
    }

    @Test
    void nobodyToSelectFromIsRefused() {
        assertThatThrownBy(() -> selector.select(List.of(), CONTEXT)).hasMessageContaining("must be a peer");
    }

    private PeerSelector selector(PeerSettings settings) {
        return new PeerSelector(settings, () -> now, new SplittableRandom(11));
    }

    private Selection select() {
        return selector.select(PEERS, CONTEXT);
    }

    private void answer(String peer, long latencyMs, long waitedMs, long backlogMs) {
        selector.sent(peer);
        selector.record(peer, new PeerOutcome.Answered(ms(latencyMs), report(waitedMs, backlogMs)));
    }

    private static PeerOutcome anyOutcome(Random random) {
        long nanos = 1 + random.nextLong(1L << random.nextInt(1, 50));
        PeerReport report = new PeerReport(
                random.nextLong(1L << 45), random.nextLong(1L << 45), random.nextLong(1L << 45), anyPlace(random));
        return switch (random.nextInt(5)) {
            case 0 -> new PeerOutcome.Answered(nanos, report);
            case 1 -> new PeerOutcome.Late(nanos, null);
            case 2 -> new PeerOutcome.Failed(nanos);
            case 3 -> new PeerOutcome.Unheard(nanos);
            default -> new PeerOutcome.Probed(nanos, report);
        };
    }

    private static NetworkCoordinate anyPlace(Random random) {
        double[] ms = random.doubles(5, -10_000, 10_000).toArray();
        return NetworkCoordinate.of(ms, random.nextDouble(10_000), random.nextDouble());
    }

    private static PeerReport report(long waitedMs, long backlogMs) {
        return new PeerReport(ms(waitedMs), ms(backlogMs), ms(5), null);
    }

    private static long ms(long ms) {
        return Duration.ofMillis(ms).toNanos();
    }

    private void seconds(long seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }
}
