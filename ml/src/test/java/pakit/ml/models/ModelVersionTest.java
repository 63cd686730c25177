package pakit.ml.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pakit.error.PakitException;

class ModelVersionTest {
    /// The chain of semver.org, item 11, with more around it.
    private static final List<String> ASCENDING = List.of(
            "0.9.12",
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1",
            "1.0.0",
            "1.0.0+build.7",
            "1.0.1",
            "1.9.0",
            "1.10.0",
            "2.0.0");

    @Test
    void precedenceFollowsTheSpecification() {
        List<ModelVersion> versions =
                new ArrayList<>(ASCENDING.stream().map(ModelVersion::parse).toList());
        Collections.shuffle(versions, new Random(1));
        Collections.sort(versions);
        assertThat(versions).extracting(ModelVersion::text).isEqualTo(ASCENDING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.2",
                "v1.2.3",
                "01.2.3",
                "1.2.3-01",
                "1.2.3-",
                "1.2.3+",
                "1.2.3-a..b",
                "../../etc",
                "1.2.3/x",
                "1.2.99999999999999999999",
                "latest"
            })
    void whatIsNoVersionIsRefusedByName(String text) {
        assertThatExceptionOfType(PakitException.Invalid.class)
                .isThrownBy(() -> ModelVersion.parse(text))
                .withMessageContaining("found '" + text + "'");
    }
}
