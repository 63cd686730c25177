package pakit.ml.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import pakit.error.PakitException;

class PeerStateTest {
    private static final PeerContext CONTEXT = new PeerContext(3_000_000_000L);
    private static final List<String> PEERS =
            IntStream.range(0, 12).mapToObj(i -> "peer-" + i).toList();

    private long now = 5_000_000_000L;
    private final PeerSelector selector = new PeerSelector(PeerSettings.DEFAULT, () -> now, new SplittableRandom(1));

    PeerStateTest() {
        var random = new SplittableRandom(2);
        for (int i = 0; i < 600; i++) {
            now += random.nextLong(50_000_000);
            String peer = PEERS.get(random.nextInt(10));
            selector.sent(peer);
            selector.record(peer, outcome(random));
        }
    }

    private static PeerOutcome outcome(SplittableRandom random) {
        long nanos = random.nextLong(1_000_000, 900_000_000);
        NetworkCoordinate place = NetworkCoordinate.of(
                random.doubles(5, -100, 100).toArray(), random.nextDouble(20), random.nextDouble());
        return switch (random.nextInt(8)) {
            case 0 -> new PeerOutcome.Failed(nanos);
            case 1 -> new PeerOutcome.Answered(nanos, null);
            default -> new PeerOutcome.Answered(nanos, new PeerReport(nanos / 5, nanos / 3, nanos / 7, place));
        };
    }

    @Test
    void whatIsRestoredIsTheSameBitForBit() {
        byte[] checkpoint = selector.checkpoint();

        assertThat(restored(checkpoint).checkpoint()).isEqualTo(checkpoint);
    }

    @Test
    void afterARestartAtAnotherTimeItRanksAsBefore() {
        byte[] checkpoint = selector.checkpoint();
        Selection before = restored(checkpoint).select(PEERS, CONTEXT);
        now = 77;
        Selection after = restored(checkpoint).select(PEERS, CONTEXT);

        assertThat(after).isEqualTo(before);
        assertThat(after.order()).containsExactlyInAnyOrderElementsOf(PEERS);
    }

    @Test
    void teachingsKnowWhatPeersHaveInCommonAndNobody() {
        PeerSelector taught = restored(selector.teachings());

        assertThat(taught.peers()).isZero();
        assertThat(taught.coordinate().error()).isEqualTo(1);
        List<Candidate> strangers = taught.candidates(List.of("nobody"), CONTEXT);
        assertThat(strangers.getFirst().observations()).isZero();
        PeerContext patient = new PeerContext(Long.MAX_VALUE);
        assertThat(taught.select(List.of("nobody"), patient).timeoutNanos())
                .isNotEqualTo(new PeerSelector(PeerSettings.DEFAULT, () -> now, new SplittableRandom(1))
                        .select(List.of("nobody"), patient)
                        .timeoutNanos());
    }

    @Test
    void cutOrLongerStatesAreRefused() {
        byte[] checkpoint = selector.checkpoint();
        for (int size : new int[] {0, 7, 100, checkpoint.length - 1, checkpoint.length + 3}) {
            assertThatExceptionOfType(PakitException.Corrupt.class)
                    .isThrownBy(() -> restored(Arrays.copyOf(checkpoint, size)))
                    .withMessageContaining("state of a peer selector");
        }
    }

    @Test
    void anotherFormatIsRefusedWithBothNamed() {
        byte[] checkpoint = selector.checkpoint();
        checkpoint[7] = 3;
        assertThatExceptionOfType(PakitException.Corrupt.class)
                .isThrownBy(() -> restored(checkpoint))
                .withMessageContaining("format version is 3, expected 1");
    }

    @Test
    void damagedStatesAreRefusedOrHarmless() {
        byte[] checkpoint = selector.checkpoint();
        var random = new SplittableRandom(3);
        int refused = 0;
        for (int i = 0; i < 3_000; i++) {
            byte[] damaged = checkpoint.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                assertThat(restored(damaged).select(PEERS, CONTEXT).order()).containsExactlyInAnyOrderElementsOf(PEERS);
                float[] score = new float[3];
                PeerScores.of(damaged).score(new float[] {4, 5, 60, 10, 0.1f, 3_000}, 0, score, 0);
                assertThat(score).doesNotContain(Float.NaN, Float.POSITIVE_INFINITY);
            } catch (PakitException.Corrupt named) {
                refused++;
                assertThat(named).hasMessageContaining("peer selector");
            }
        }
        assertThat(refused).isBetween(100, 2_900);
    }

    private PeerSelector restored(byte[] checkpoint) {
        return PeerSelector.restore(checkpoint, () -> now, new SplittableRandom(9));
    }
}
