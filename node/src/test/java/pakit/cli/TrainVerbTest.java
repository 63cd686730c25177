package pakit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainVerbTest {
    private static final String MODEL = "compression_predictor";

    @TempDir
    static Path directory;

    private static Cli cli = new Cli(Path.of(""));
    private static Cli.Answer first = new Cli.Answer(-1, "", "");

    /// Files of words and of noise teach nothing about real ones, so these models pass only a gate that asks for
    /// little.
    private static final String LENIENT = "gate { regret-above-best-fixed-max = 1000, inferiority-max = 1000 }";

    /// Measures once; all other trainings are on these measurements, which is quick.
    @BeforeAll
    static void trainOnFiles() throws IOException {
        cli = new Cli(directory);
        writeFamilies(directory.resolve("data"));
        for (String home : List.of(".pakit", "later")) {
            Files.writeString(Files.createDirectories(directory.resolve(home)).resolve("pakit.conf"), LENIENT);
        }
        first = cli.run(
                "train", MODEL, "--data", "data", "--measurements", "measured", "--register", "1.0.0", "--json");
    }

    @Test
    void firstVersionOfANewHomeIsTheTrainedOne() {
        assertThat(first.err()).isEmpty();
        assertThat(first.status()).isZero();
        assertThat(first.json().at("/models/0/name").asText()).isEqualTo(MODEL);
        assertThat(first.json().at("/models/0/live").asBoolean()).isTrue();
        assertThat(first.json().at("/models/0/metrics").isEmpty()).isFalse();
        var history = cli.run("models", "history", MODEL, "--json").json().at("/history");
        assertThat(history.size()).isEqualTo(1);
        assertThat(history.at("/0/actor").asText()).isEqualTo("cli");
        assertThat(cli.run("models", "show", MODEL, "--json").json().at("/live/payloadSha256"))
                .isEqualTo(first.json().at("/models/0/payloadSha256"));
    }

    @Test
    void sameMeasurementsAndSeedGiveTheSameModel() {
        Cli.Answer again = cli.run("train", MODEL, "--measurements", "measured", "-o", "again", "--json");
        assertThat(again.status()).isZero();
        assertThat(again.json().at("/models/0/payloadSha256"))
                .isEqualTo(first.json().at("/models/0/payloadSha256"));
        assertThat(again.json().at("/models/0/directory").asText())
                .isEqualTo(directory.resolve("again").toString());
        assertThat(directory.resolve("again")).isDirectoryContaining("glob:**/model.json");
        Cli.Answer other =
                cli.run("train", MODEL, "--measurements", "measured", "--seed", "2", "-o", "other", "--json");
        assertThat(other.json().at("/models/0/payloadSha256"))
                .isNotEqualTo(first.json().at("/models/0/payloadSha256"));
    }

    @Test
    void laterVersionWaitsForASwap() {
        String home = "later";
        assertThat(cli.run("models", "list", "--home", home).out()).contains("1.0.0");
        Cli.Answer train = cli.run("train", MODEL, "--measurements", "measured", "--register", "1.1.0", "--home", home);
        assertThat(train.status()).isZero();
        assertThat(train.out()).contains("balanced", "'pakit models swap compression_predictor 1.1.0' makes it live");
        assertThat(cli.run("models", "list", "--home", home).out()).contains("1.0.0");
        assertThat(cli.run("models", "swap", MODEL, "1.1.0", "--home", home).status())
                .isZero();
        assertThat(cli.run("models", "list", "--home", home).out()).contains("1.1.0");
    }

    @Test
    void ofAllThoseAreTrainedThatCanLearnFromWhatIsGiven() {
        Cli.Answer all = cli.run("train", "all", "--data", "data", "-o", "everything", "--measurements", "kept");
        assertThat(all.status()).as(all.err()).isZero();
        assertThat(directory.resolve("kept")).isDirectoryContaining("glob:**/" + MODEL);
        assertThat(all.err())
                .contains("dedup_optimizer is not trained: it learns from", "network_optimizer is not trained: among")
                .doesNotContain(MODEL);
        assertThat(directory.resolve("everything")).isDirectoryContaining("glob:**/" + MODEL);
    }

    @Test
    void aVersionThatDoesNotPassTheGateIsKeptAndNotLiveUnlessForced() {
        String home = "strict";
        Cli.Answer train = cli.run("train", MODEL, "--measurements", "measured", "--register", "1.0.0", "--home", home);
        assertThat(train.status()).isEqualTo(1);
        assertThat(train.out()).contains("registered; not live");
        assertThat(train.err()).contains("compression_predictor v1.0.0 did not pass the gate: regret.");

        Cli.Answer validate = cli.run("models", "validate", MODEL, "1.0.0", "--home", home, "--json");
        assertThat(validate.status()).isEqualTo(1);
        assertThat(validate.json().at("/passed").asBoolean()).isFalse();
        assertThat(cli.run("models", "validate", MODEL, "1.0.0", "--home", home).out())
                .contains("regret.archive", "NO", "Model validation failed: ");
        assertThat(cli.run("models", "show", MODEL, "--home", home).out()).contains("failed");
        assertThat(cli.run("models", "swap", MODEL, "1.0.0", "--home", home).status())
                .isEqualTo(1);
        Cli.Answer unexplained = cli.run("models", "swap", MODEL, "1.0.0", "--home", home, "--force");
        assertThat(unexplained.status()).isEqualTo(2);
        assertThat(unexplained.err()).contains("needs a reason");

        assertThat(cli.run("models", "swap", MODEL, "1.0.0", "--home", home, "--force", "--reason", "a trial")
                        .out())
                .contains("forced");
        var history = cli.run("models", "history", MODEL, "--home", home, "--json")
                .json()
                .at("/history");
        assertThat(history.size()).isEqualTo(1);
        assertThat(history.at("/0/kind").asText()).isEqualTo("force");
        assertThat(history.at("/0/reason").asText()).isEqualTo("a trial");
    }

    @Test
    void versionThatExistsIsRefusedBeforeTraining() {
        Cli.Answer answer = cli.run("train", MODEL, "--measurements", "nosuchfile", "--register", "1.0.0");
        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.err()).contains("compression_predictor v1.0.0 is registered already");
    }

    @Test
    void whatExistsIsNeverOverwritten() throws IOException {
        Files.createDirectories(directory.resolve("taken"));
        Cli.Answer output = cli.run("train", MODEL, "--measurements", "measured", "-o", "taken");
        assertThat(output.status()).isEqualTo(1);
        assertThat(output.err()).contains("taken exists");
        Cli.Answer measured = cli.run("train", MODEL, "--data", "data", "--measurements", "measured");
        assertThat(measured.status()).isEqualTo(1);
        assertThat(measured.err()).contains("leave out --data");
    }

    @Test
    void liveVersionIsEvaluatedAsItsTrainingDid() {
        Cli.Answer live = cli.run("evaluate", MODEL, "--measurements", "measured", "--json");

        assertThat(live.status()).isZero();
        assertThat(live.json().at("/version").asText()).isEqualTo("1.0.0");
        assertThat(live.json().at("/metrics")).isEqualTo(first.json().at("/models/0/metrics"));
        assertThat(cli.run("evaluate", MODEL + "@1.0.0", "--measurements", "measured")
                        .out())
                .contains("judged on", "families", "balanced");
    }

    @Test
    void plotsAreWrittenIntoANewDirectory() {
        Cli.Answer plots = cli.run("evaluate", MODEL, "--measurements", "measured", "--plots", "plots");
        assertThat(plots.status()).isZero();
        assertThat(directory.resolve("plots")).isDirectoryContaining("glob:**/regret.svg");
        Cli.Answer again = cli.run("train", MODEL, "--measurements", "measured", "--plots", "plots", "-o", "plotted");
        assertThat(again.status()).isEqualTo(1);
        assertThat(again.err()).contains("plots exists");
    }

    @Test
    void aNetworkIsFittedOnlyWhereItsModuleWasBuilt() {
        Cli.Answer network =
                cli.run("train", MODEL, "--measurements", "measured", "--architecture", "mlp", "-o", "network");
        assertThat(network.status()).isEqualTo(5);
        assertThat(network.err()).contains("mvn -Ptorch");
    }

    @Test
    void anLstmIsComparedWithOnlyWhereItsModuleWasBuiltAndNeverRegistered() {
        Cli.Answer lstm = cli.run("train", "prefetch_engine", "--architecture", "lstm");
        assertThat(lstm.status()).isEqualTo(5);
        assertThat(lstm.err()).contains("mvn -Ptorch");
        Cli.Answer registered = cli.run("train", "prefetch_engine", "--architecture", "lstm", "--register", "2.0.0");
        assertThat(registered.status()).isEqualTo(2);
        assertThat(registered.err()).contains("lstm is a baseline", "leave out --register");
        Cli.Answer evaluated = cli.run("evaluate", MODEL, "--measurements", "measured", "--architecture", "lstm");
        assertThat(evaluated.status()).isEqualTo(2);
        assertThat(evaluated.err()).contains("has no baseline 'lstm'");
    }

    @Test
    void anEvaluationNamesWhatIsWrong() {
        assertThat(cli.run("evaluate", MODEL).err()).contains("is not evaluated: it learns from files");
        Cli.Answer version = cli.run("evaluate", MODEL + "@9.9.9", "--measurements", "measured");
        assertThat(version.status()).isEqualTo(3);
        assertThat(version.err()).contains("has no version 9.9.9");
        assertThat(cli.run("evaluate", "nosuchmodel", "--data", "data").status())
                .isEqualTo(3);
    }

    @Test
    void wrongWordsAreNamed() {
        Cli.Answer model = cli.run("train", "nosuchmodel", "--data", "data", "--json");
        assertThat(model.status()).isEqualTo(3);
        assertThat(model.json().at("/error/message").asText()).contains("nosuchmodel", MODEL);
        assertThat(cli.run("train", MODEL).status()).isEqualTo(2);
        assertThat(cli.run("train", MODEL, "--data", "nosuchdirectory").status())
                .isEqualTo(3);
        assertThat(cli.run("train", MODEL, "--measurements", "measured", "--register", "one")
                        .err())
                .contains("semantic version");
        assertThat(cli.run("train", MODEL, "--measurements", "data/0/0.txt", "-o", "x")
                        .status())
                .isEqualTo(4);
    }

    /// Families of text, of numbers and of noise, enough of them to split.
    private static void writeFamilies(Path data) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        for (int family = 0; family < 12; family++) {
            Path top = Files.createDirectories(data.resolve(String.valueOf(family)));
            for (int file = 0; file < 4; file++) {
                Files.writeString(top.resolve(file + ".txt"), words(random));
                byte[] noise = new byte[20_000];
                random.nextBytes(noise);
                Files.write(top.resolve(file + ".bin"), noise);
            }
        }
    }

    private static String words(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        while (text.length() < 40_000) {
            text.append("word").append(random.nextInt(500)).append(' ');
        }
        return text.toString();
    }
}
