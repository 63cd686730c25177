package pakit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The verbs about versions, on copies of the model that ships with Pakit.
class LifecycleVerbsTest {
    private static final String MODEL = "compression_predictor";

    @TempDir
    Path directory;

    private Cli cli;

    @BeforeEach
    void registerTwoMore() {
        cli = new Cli(directory);
        assertThat(cli.run("models", "list").status()).isZero();
        Path shipped = directory.resolve(".pakit/models/compression_predictor/1.0.0");
        for (String version : new String[] {"1.1.0", "1.2.0"}) {
            Cli.Answer done = cli.run("models", "register", MODEL, version, shipped.toString());
            assertThat(done.status()).as(done.err()).isZero();
        }
    }

    @Test
    void challengerIsShownUsedAndRemovedByItsName() {
        Cli.Answer moved = cli.run("models", "alias", MODEL, "challenger", "1.1.0", "--json");
        assertThat(moved.json().at("/challenger").asText()).isEqualTo("1.1.0");
        assertThat(cli.run("models", "show", MODEL, "challenger").out()).contains("1.1.0");
        assertThat(cli.run("models", "show", MODEL, "champion").out()).contains("1.0.0");
        assertThat(cli.run("models", "alias", MODEL, "challenger", "--remove").status())
                .isZero();
        assertThat(cli.run("models", "show", MODEL, "challenger").status()).isEqualTo(3);
        assertThat(cli.run("models", "alias", MODEL, "champion", "1.1.0").status())
                .isEqualTo(2);
        assertThat(cli.run("models", "alias", MODEL, "challenger").status()).isEqualTo(2);
        assertThat(cli.run("models", "alias", MODEL, "challenger", "1.0.0").status())
                .isEqualTo(1);
    }

    @Test
    void historyTellsWhatWasLiveAtATime() {
        Cli.Answer now = cli.run("models", "history", MODEL, "--at", "2999-01-01T00:00:00Z", "--json");
        assertThat(now.json().at("/version").asText()).isEqualTo("1.0.0");
        assertThat(now.json().at("/actor").asText()).isEqualTo("install");
        Cli.Answer before = cli.run("models", "history", MODEL, "--at", "2001-01-01T00:00:00Z");
        assertThat(before.status()).isEqualTo(3);
        assertThat(before.err()).contains("no version of " + MODEL + " was live at 2001-01-01T00:00:00Z");
        Cli.Answer nonsense = cli.run("models", "history", MODEL, "--at", "yesterday");
        assertThat(nonsense.status()).isEqualTo(2);
        assertThat(nonsense.err()).contains("--at must be a time", "found 'yesterday'");
    }

    @Test
    void cleanupDeletesWhatIsNeitherNewNorLive() {
        Cli.Answer done = cli.run("models", "cleanup", MODEL, "--keep", "1", "--json");
        assertThat(done.json().at("/deleted").toString()).isEqualTo("[\"1.1.0\"]");
        assertThat(cli.run("models", "cleanup", MODEL).out()).isEqualTo("Deleted 0 old versions\n");
        assertThat(cli.run("models", "cleanup", MODEL, "--keep", "-1").status()).isEqualTo(2);
    }

    @Test
    void switchesOutlastTheProcess() {
        assertThat(cli.run("models", "disable", MODEL, "--json")
                        .json()
                        .at("/models/0/enabled")
                        .asBoolean())
                .isFalse();
        assertThat(cli.run("models", "list").out()).contains("no");
        assertThat(cli.run("health", "--json")
                        .json()
                        .at("/models/" + MODEL + "/enabled")
                        .asBoolean(true))
                .isFalse();
        cli.run("models", "enable", MODEL);
        assertThat(cli.run("models", "list").out()).contains("yes");
        cli.run("models", "disable", "--all");
        assertThat(cli.run("models", "list").out()).contains("no");
        assertThat(cli.run("models", "enable", "--all").out()).contains("yes");
        assertThat(cli.run("models", "enable").status()).isEqualTo(2);
        assertThat(cli.run("models", "disable", "nosuchmodel").status()).isEqualTo(3);
    }

    @Test
    void breakerIsResetByName() {
        assertThat(cli.run("models", "reset-breaker", MODEL).out()).contains("CLOSED");
        assertThat(cli.run("models", "reset-breaker", "nosuchmodel").status()).isEqualTo(3);
    }
}
