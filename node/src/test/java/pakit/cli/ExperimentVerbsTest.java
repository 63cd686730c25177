package pakit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentVerbsTest {
    @TempDir
    private Path directory;

    private Cli cli = new Cli(Path.of(""));

    @BeforeEach
    void atHome() {
        cli = new Cli(directory);
    }

    @Test
    void anExperimentGoesItsWay() {
        Cli.Answer created =
                cli.run("experiment", "create", "e", "--ramp", "5,25,100", "--margin", "cost=0.02", "--json");
        assertThat(created.status()).as(created.err()).isZero();
        assertThat(created.json().at("/ramp/shares").toString()).isEqualTo("[0.05,0.25,1.0]");
        assertThat(created.json().at("/ramp/step_min_seconds").asLong()).isEqualTo(3600);
        assertThat(created.json().at("/significance/2/margin").asDouble()).isEqualTo(0.02);
        assertThat(created.json().at("/treatment/version").asText()).isEqualTo("1.0.0");

        assertThat(cli.run("experiment", "list").out()).contains("e     compression_predictor  running");
        assertThat(cli.run("experiment", "status", "e").out())
                .contains("Recommendation: continue", "cost of treatment is not known yet");
        assertThat(cli.run("experiment", "stop", "e", "--reason", "enough").out())
                .contains("stopped", "enough");
        assertThat(cli.run("experiment", "delete", "e").status()).isZero();
        assertThat(cli.run("experiment", "list", "--json").json().at("/experiments"))
                .isEmpty();
    }

    @Test
    void whatCannotBeIsRefusedByKind() {
        fails(2, "1.5", "experiment", "create", "e", "--split", "1.5");
        fails(2, "-0.1", "experiment", "create", "e", "--split=-0.1");
        fails(2, "increase", "experiment", "create", "e", "--ramp", "25,5");
        fails(2, "either a split or a ramp", "experiment", "create", "e", "--ramp", "5,25", "--split", "0.1");
        fails(2, "speed", "experiment", "create", "e", "--margin", "speed=0.1");
        fails(2, "sometimes", "experiment", "create", "e", "--ramp", "5,100", "--promote", "sometimes");
        fails(3, "9.9.9", "experiment", "create", "e", "--control", "1.0.0", "--treatment", "9.9.9");
        fails(3, "'nobody'", "experiment", "create", "e", "--model", "nobody");
        assertThat(cli.run("experiment", "list", "--json").json().at("/experiments"))
                .isEmpty();

        cli.run("experiment", "create", "e", "--split", "0.25");
        fails(1, "exists already", "experiment", "create", "e");
        fails(1, "runs on compression_predictor already", "experiment", "create", "f");
        fails(1, "only grow", "experiment", "split", "e", "0.05");
        fails(1, "is running", "experiment", "delete", "e");
        fails(3, "'speed'", "experiment", "status", "e", "--metric", "speed");
        fails(3, "'none'", "experiment", "status", "none");
        fails(3, "'none'", "experiment", "stop", "none");
        fails(2, "256", "put", ".", "--user", "u".repeat(257));
    }

    private void fails(int status, String message, String... command) {
        Cli.Answer answer = cli.run(command);
        assertThat(answer.status()).as(String.join(" ", command) + answer.err()).isEqualTo(status);
        assertThat(answer.err()).contains(message);
    }
}
