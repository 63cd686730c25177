package pakit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who may give hints, switched on the command line, through a running node and without one.
class SwitchVerbsTest {
    private static final String MODEL = "compression_predictor";
    private static final String OFF = "{\"formatVersion\":1,\"all\":false,\"disabled\":[],";
    private static final String ON = "{\"formatVersion\":1,\"all\":true,\"disabled\":[],";

    @TempDir
    Path directory;

    private Cli cli = new Cli(Path.of(""));

    @BeforeEach
    void here() {
        cli = new Cli(directory);
    }

    @Test
    void allMeansThoseThatWereSwitchedByNameToo() throws IOException {
        try (ServedHome served = ServedHome.in(directory)) {
            switched("disable", MODEL);
            assertThat(asked(served)).isFalse();
            switched("enable", "--all");
            assertThat(asked(served)).isTrue();
            assertThat(switches()).startsWith(ON);

            switched("enable", MODEL);
            switched("disable", "--all");
            assertThat(asked(served)).isFalse();
            assertThat(switches()).startsWith(OFF);
            assertThat(cli.run("models", "list").out())
                    .contains(" no\n", "all models are off: pakit models enable --all");
            switched("enable", MODEL);
            assertThat(asked(served))
                    .as("one switch does not undo the one over all")
                    .isFalse();
        }
        assertThat(enabled()).isFalse();
        try (ServedHome served = ServedHome.in(directory)) {
            assertThat(asked(served)).isFalse();
            switched("disable", MODEL);
            switched("enable", "--all");
            assertThat(asked(served)).isTrue();
        }
        assertThat(enabled()).isTrue();
    }

    @Test
    void whatIsSwitchedWhileTheConfigurationSaysNoCountsInTheNextRun() throws IOException {
        cli.run("models", "disable", MODEL);
        try (ServedHome served = ServedHome.in(directory, Map.of("ml.enabled", "false"))) {
            assertThat(cli.run("models", "enable", "--all").out())
                    .contains("all models are off for this run: ml.enabled is false in its configuration");
            assertThat(asked(served)).isFalse();
            assertThat(served.models().healthCheck().modelsEnabled()).isZero();
            assertThat(switches()).startsWith(ON);
        }
        try (ServedHome served = ServedHome.in(directory)) {
            assertThat(asked(served)).isTrue();
        }
        assertThat(enabled("--set", "ml.enabled=false")).isFalse();
        assertThat(enabled()).isTrue();
    }

    private void switched(String verb, String which) {
        Cli.Answer answer = cli.run("models", verb, which);
        assertThat(answer.status()).as(answer.err()).isZero();
    }

    /// Whether the running node asks the model.
    private boolean asked(ServedHome served) {
        assertThat(enabled()).isEqualTo(served.models().registry().enabled(MODEL));
        return enabled();
    }

    private boolean enabled(String... further) {
        List<String> words = new ArrayList<>(List.of("models", "list", "--json"));
        words.addAll(List.of(further));
        return cli.run(words.toArray(String[]::new))
                .json()
                .at("/models/0/enabled")
                .asBoolean();
    }

    private String switches() throws IOException {
        return Files.readString(directory.resolve(".pakit/models/switches.json"));
    }
}
