package pakit.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static pakit.node.TriedNode.MODEL;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pakit.error.PakitException;
import pakit.ml.integration.ShadowReport;

@Timeout(120)
class ShadowInTheNodeTest {
    @TempDir
    private Path directory;

    private TriedNode tried;

    @BeforeEach
    void open() {
        tried = new TriedNode(directory, "2.0.0");
    }

    @AfterEach
    void close() {
        tried.close();
    }

    @Test
    void anOrderMakesTheVersionTheChallengerAndPutsAreCompared() {
        ShadowReport begun = models().shadow(MODEL, new ShadowOrder("2.0.0", 1.0, null, "a try"));
        assertThat(Objects.requireNonNull(begun.candidate()).version()).isEqualTo("2.0.0");
        assertThat(models().history(MODEL).history().getLast().reason()).isEqualTo("a try");
        assertThat(begun.share()).isEqualTo(1);
        tried.put("user", 1);
        ShadowReport after = awaitAnswers(1);
        assertThat(after.agreed()).isEqualTo(after.compared()).isPositive();

        int entries = models().history(MODEL).history().size();
        models().shadow(MODEL, new ShadowOrder("challenger", 0.5, null, null));
        assertThat(models().history(MODEL).history()).hasSize(entries);
    }

    @Test
    void whatTheCandidateBreaksIsSeenInShadowAndNowhereElse() {
        models().shadow(MODEL, new ShadowOrder("2.0.0", 1.0, null, null));
        tried.failing.set(true);
        tried.put("user", 1);
        ShadowReport after = awaitAnswers(1);
        assertThat(Objects.requireNonNull(after.candidate()).failures().get("failed"))
                .isPositive();
        assertThat(after.compared()).isZero();
        assertThat(tried.node().health().status()).isEqualTo("healthy");
        assertThat(tried.node().monitor().metrics(MODEL).sinceStart().errors()).isZero();
    }

    @Test
    void theShareOutlastsTheProcessAndIsReset() {
        models().shadow(MODEL, new ShadowOrder("2.0.0", 0.125, null, null));
        tried.close();
        open();
        assertThat(models().shadow(MODEL).share()).isEqualTo(0.125);
        assertThat(Objects.requireNonNull(models().shadow(MODEL).candidate()).version())
                .isEqualTo("2.0.0");
        assertThat(models().shadow(MODEL, new ShadowOrder(null, null, true, null))
                        .share())
                .isZero();
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> models().shadow("nobody")).isInstanceOf(PakitException.NotFound.class);
        assertThatThrownBy(() -> models().shadow(MODEL, new ShadowOrder("9.0.0", 0.1, null, null)))
                .isInstanceOf(PakitException.NotFound.class);
        assertThatThrownBy(() -> models().shadow(MODEL, new ShadowOrder("1.0.0", 0.1, null, null)))
                .isInstanceOf(PakitException.Refused.class)
                .hasMessageContaining("champion");
        assertThatThrownBy(() -> models().shadow(MODEL, new ShadowOrder(null, -0.5, null, null)))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining("-0.5");
        assertThatThrownBy(() -> new ShadowOrder(null, null, false, "why")).isInstanceOf(PakitException.Invalid.class);
        assertThatThrownBy(() -> new ShadowOrder(null, 0.5, true, null)).isInstanceOf(PakitException.Invalid.class);
        assertThat(models().shadow(MODEL).share()).isZero();
    }

    private ModelOperations models() {
        return tried.node().models();
    }

    private ShadowReport awaitAnswers(long wanted) {
        ShadowReport report = models().shadow(MODEL);
        while (answers(report) < wanted) {
            LockSupport.parkNanos(100_000);
            report = models().shadow(MODEL);
        }
        return report;
    }

    private static long answers(ShadowReport report) {
        ShadowReport.Side candidate = Objects.requireNonNull(report.candidate());
        return report.compared()
                + candidate.failures().values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
    }
}
