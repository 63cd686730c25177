package pakit.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import pakit.ml.tensor.DjlBench;
import pakit.ml.tensor.LstmBench;

/// The benchmarks run; what they measure here means nothing.
class BenchTest {
    private static final String TEXT =
            "a\n<!-- measured: x -->\nold\n<!-- end -->\nb\n<!-- measured: y -->\n<!-- end -->\n";

    @Test
    void everyHotPathRunsOnce() throws Exception {
        ChainedOptionsBuilder options = new OptionsBuilder();
        if (!HotPath.hasDjl()) {
            options.exclude("DjlBench");
        }
        Collection<RunResult> results = new Runner(options.include("pakit\\..*Bench\\.")
                        .forks(0)
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .measurementTime(TimeValue.milliseconds(5))
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        Set<String> labels = results.stream()
                .map(result -> result.getPrimaryResult().getLabel())
                .collect(Collectors.toSet());
        assertThat(labels)
                .contains("wrapping", "serverPredict", "ours", "resilience4j", "vector", "onnxRuntime", "lightGbm");
        assertThat(labels.contains("predictor")).isEqualTo(HotPath.hasDjl());
        assertThat(results).allMatch(result -> result.getPrimaryResult().getScore() > 0);
    }

    @Test
    void withoutPyTorchTheRowsOfDjlAreLeftOutAndItIsSaidHowToGetThem() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        assertThat(HotPath.benches(false, printTo(err)))
                .doesNotContain(DjlBench.class)
                .contains(LstmBench.class);
        assertThat(err.toString(UTF_8))
                .contains("DJL", "mvn -Ptorch", "-pl training-torch")
                .hasLineCount(1);
        err.reset();
        assertThat(HotPath.benches(true, printTo(err))).contains(DjlBench.class, LstmBench.class);
        assertThat(err.size()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "nonsense, there is no table nonsense",
        "hot-path nonsense, there is no table nonsense",
        "--quickly, there is no option --quickly",
        "--data, --data needs a path"
    })
    void whatThereIsNotIsExitCode2AndOneLine(String arguments, String said) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = Bench.answer(arguments.split(" "), printTo(out), printTo(err));
        assertThat(exitCode).isEqualTo(2);
        assertThat(out.toString(UTF_8)).isEmpty();
        assertThat(err.toString(UTF_8)).startsWith("pakit bench: " + said).hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "--quick nonsense --help"})
    void helpNamesTheTables(String arguments) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        assertThat(Bench.answer(arguments.split(" "), printTo(out), printTo(err)))
                .isZero();
        assertThat(out.toString(UTF_8)).contains("Usage: pakit bench", "--quick", "hot-path", "look-ups", "store-npm");
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    private static PrintStream printTo(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, UTF_8);
    }

    @Test
    void aNameStandsForTheTablesThatBeginWithIt() {
        Options options = Options.parse("store", "--quick", "--data", "traces");
        assertThat(options.names("store-npm")).isTrue();
        assertThat(options.names("storage")).isFalse();
        assertThat(options.unknown(List.of("store-npm", "http"))).isEmpty();
        assertThat(options.unknown(List.of("http"))).containsExactly("store");
        assertThat(options.data()).contains(Path.of("traces"));
    }

    @Test
    void aTableReplacesTheOneOfItsName() {
        String once = BenchmarkDocument.replaced(TEXT, "x", List.of("new"));
        assertThat(once)
                .contains("a\n<!-- measured: x -->\n\nnew\n\n<!-- end -->\nb\n")
                .doesNotContain("old");
        assertThat(BenchmarkDocument.replaced(once, "x", List.of("new"))).isEqualTo(once);
        assertThatThrownBy(() -> BenchmarkDocument.replaced(TEXT, "z", List.of()))
                .hasMessageContaining("no place for 'z'");
    }

    @Test
    void aSpreadIsLeastMiddleAndMost() {
        assertThat(Spread.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Spread(1, 2, 3));
        assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 3.0)).median()).isEqualTo(2.5);
        assertThat(Spread.of(List.of(1234.56)).cells(1)).isEqualTo("1,234.6 | 1,234.6 | 1,234.6");
        assertThatThrownBy(() -> Spread.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theMachineIsDescribedInWords() throws Exception {
        assertThat(String.join(" ", Machine.words())).contains("cores", "GiB", "Java 25");
    }
}
