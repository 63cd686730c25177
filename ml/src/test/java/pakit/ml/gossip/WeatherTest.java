package pakit.ml.gossip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WeatherTest {
    private final Weather weather = new Weather();
    private final SplittableRandom random = new SplittableRandom(5);

    @Test
    void beforeTheFirstAuditItIsTakenToBeBad() {
        assertThat(weather.lossShare()).isCloseTo(0.05, within(0.005));
        assertThat(weather.staleShare()).isCloseTo(0.2, within(0.01));
    }

    @Test
    void lossAndAbsenceAreToldApart() {
        observe(30, 0.05, 0);
        assertThat(weather.lossShare()).isCloseTo(0.05, within(0.02));
        assertThat(weather.staleShare()).isLessThan(0.04);
        observe(60, 0, 0.2);
        assertThat(weather.lossShare()).isLessThan(0.005);
        assertThat(weather.staleShare()).isCloseTo(0.2, within(0.05));
    }

    @Test
    void aChangeIsKnownWithinTwentyMessages() {
        observe(100, 0, 0);
        assertThat(weather.staleShare()).isLessThan(0.001);
        observe(20, 0.05, 0.2);
        assertThat(weather.staleShare()).isCloseTo(0.18, within(0.06));
    }

    @Test
    void whenNobodyAnswersEverybodyIsGone() {
        observe(300, 0, 0.9999999);
        assertThat(weather.staleShare()).isBetween(0.9, 0.99);
        assertThat(weather.lossShare()).isBetween(0.0, 0.2);
    }

    private void observe(int audits, double loss, double stale) {
        for (int i = 0; i < audits; i++) {
            int first = 0;
            int second = 0;
            for (int j = 0; j < 64; j++) {
                boolean there = random.nextDouble() >= stale;
                boolean heard = there && arrives(loss) && arrives(loss);
                first += heard ? 1 : 0;
                second += !heard && there && arrives(loss) && arrives(loss) ? 1 : 0;
            }
            weather.observed(new CoverageAudit(64, first + second, second, 0));
        }
    }

    private boolean arrives(double loss) {
        return random.nextDouble() >= loss;
    }
}
