package pakit.ml.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pakit.ml.models.ModelVersion;

class StandingTest {
    /// `a1` activates 1.0.0, `r1` is a rollback that led to 1.0.0.
    @ParameterizedTest
    @CsvSource({
        "'', '', ''",
        "a1, 1, ''",
        "a1 a2, 2, 1",
        "a1 a2 r1, 1, ''",
        "a1 a2 a3 r2, 2, 1",
        "a1 a2 a3 r2 r1, 1, ''",
        "a1 a2 r1 a3, 3, 1",
        "a1 a2 r1 a3 r1, 1, ''",
        "a1 a2 r1 a2, 2, 1",
        "a1 a2 a1, 1, 2",
        "a1 a2 a1 r2, 2, 1",
        "a1 a2 a2, 2, 1",
        "a1 a1, 1, ''",
        "a1 a2 a3 r1, 1, ''",
        "r1, 1, ''",
        "a2 r1, 1, ''"
    })
    void rollbackLeadsToTheNewestActivationThatStands(String history, String live, String beforeLive) {
        Standing standing = Standing.after(parse(history));
        assertThat(major(standing.live())).isEqualTo(live);
        assertThat(major(standing.beforeLive(version -> true))).isEqualTo(beforeLive);
    }

    private static String major(Optional<ModelVersion> version) {
        return version.map(v -> v.text().substring(0, 1)).orElse("");
    }

    private static List<Activation> parse(String history) {
        return Arrays.stream(history.split(" "))
                .filter(step -> !step.isEmpty())
                .map(step -> new Activation(
                        Instant.EPOCH,
                        new ModelVersion(step.charAt(1) + ".0.0"),
                        step.charAt(0) == 'a' ? Activation.ACTIVATE : Activation.ROLLBACK,
                        "test",
                        ""))
                .toList();
    }
}
