package pakit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnalyzeVerbTest {
    private static final String[] PUBLISHED = {
        "experiment", "analyze", "--control", "3407,1396.87,52377.9767", "--treatment", "3461,2422.7,134698.29"
    };

    @TempDir
    private Path directory;

    private Cli cli;

    @BeforeEach
    void open() {
        cli = new Cli(directory);
    }

    /// Figures of GrowthBook's statistics tests (MIT).
    @Test
    void sumsGiveThePublishedFigures() {
        Cli.Answer answer = cli.run(with("--json"));
        assertThat(answer.status()).isZero();
        JsonNode json = answer.json();
        assertThat(json.path("difference").asDouble()).isCloseTo(0.29, within(6e-6));
        assertThat(json.path("relativeLift").asDouble()).isCloseTo(0.70732, within(6e-6));
        assertThat(json.path("pValue").asDouble()).isCloseTo(0.02016, within(6e-6));
        assertThat(json.at("/intervals/welch/0").asDouble()).isCloseTo(0.04538, within(6e-6));
        assertThat(json.at("/intervals/welch/1").asDouble()).isCloseTo(0.53462, within(6e-6));
        assertThat(json.at("/intervals/sequential/0").asDouble()).isNegative();
        assertThat(json.path("verdict").asText()).isEqualTo("not-enough-evidence");
        assertThat(directory).isEmptyDirectory(); // no home is made
    }

    private static String[] with(String... more) {
        String[] all = java.util.Arrays.copyOf(PUBLISHED, PUBLISHED.length + more.length);
        System.arraycopy(more, 0, all, PUBLISHED.length, more.length);
        return all;
    }

    @Test
    void peopleReadTheVerdictInWords() {
        assertThat(cli.run(PUBLISHED).out()).contains("difference  +0.290000 (+70.73 %)", "not enough evidence");
    }

    @Test
    void aFileIsComparedByUsersWhereItNamesThem() throws IOException {
        StringBuilder events = new StringBuilder("user,arm,value\n");
        SplittableRandom random = new SplittableRandom(4);
        for (int user = 0; user < 200; user++) {
            String arm = user % 2 == 0 ? "control" : "treatment";
            double level = random.nextGaussian();
            for (int event = 0; event < 20; event++) {
                events.append("u%d,%s,%s%n".formatted(user, arm, level));
            }
        }
        Files.writeString(directory.resolve("by-user.csv"), events);
        Files.writeString(directory.resolve("by-event.csv"), events.toString().replace("user,arm", "whoever,arm"));

        JsonNode byUser =
                cli.run("experiment", "analyze", "by-user.csv", "--json").json();
        JsonNode byEvent =
                cli.run("experiment", "analyze", "by-event.csv", "--json").json();
        assertThat(byUser.path("difference").asDouble())
                .isCloseTo(byEvent.path("difference").asDouble(), within(1e-9));
        assertThat(byUser.at("/control/events").asInt()).isEqualTo(2000);
        assertThat(byUser.at("/control/units").asInt()).isEqualTo(100);
        // Twenty equal values of a user are one piece of evidence, not twenty.
        assertThat(width(byUser) / width(byEvent)).isBetween(4.0, 5.0);
    }

    private static double width(JsonNode analysis) {
        return analysis.at("/intervals/welch/1").asDouble()
                - analysis.at("/intervals/welch/0").asDouble();
    }

    @Test
    void oneValueAUnitIsComparedByRanksAndQuantilesToo() throws IOException {
        SplittableRandom random = new SplittableRandom(8);
        StringBuilder lines = new StringBuilder("arm,value,before\n");
        for (int i = 0; i < 6_000; i++) {
            boolean treated = i % 2 == 1;
            double before = random.nextGaussian();
            double value = 10 + before + 0.1 * random.nextGaussian() + (treated ? 0.5 : 0);
            lines.append("%s,%s,%s%n".formatted(treated ? "treatment" : "control", value, before));
        }
        Files.writeString(directory.resolve("values.csv"), lines);
        String[] words = "experiment analyze values.csv --looks 0.25,0.5 --split 0.5 --json".split(" ");
        JsonNode json = cli.run(words).json();
        assertThat(json.at("/mannWhitney/difference").asDouble()).isCloseTo(0.5, within(0.1));
        assertThat(json.at("/mannWhitney/pValue").asDouble()).isLessThan(1e-6);
        assertThat(json.path("quantiles").findValuesAsText("quantile")).containsExactly("0.5", "0.95", "0.99");
        assertThat(json.at("/quantiles/0/interval/0").asDouble()).isPositive();
        assertThat(json.at("/quantiles/0/pValue").asDouble()).isLessThan(0.05);
        // what was known before foretells all but a hundredth of the variance
        assertThat(json.at("/cuped/difference").asDouble()).isCloseTo(0.5, within(0.02));
        assertThat(json.at("/cuped/varianceLeft").asDouble()).isCloseTo(0.01, within(0.005));
        // bounds of O'Brien and Fleming for looks at a quarter and a half, by error spending: 4.333 and 2.963
        assertThat(json.at("/groupSequential/bound").asDouble()).isCloseTo(2.963, within(0.001));
        assertThat(json.at("/groupSequential/crossed").asBoolean()).isTrue();
        assertThat(json.at("/sampleRatio/chiSquare").asDouble()).isEqualTo(1);
        assertThat(json.has("proportions")).isFalse();
        assertThat(cli.run("experiment", "analyze", "values.csv").out()).contains("ranks", "quantile 0.95", "cuped");
    }

    @Test
    void sharesAreComparedAsShares() throws IOException {
        StringBuilder lines = new StringBuilder("arm,value\n");
        for (int i = 0; i < 100; i++) {
            lines.append("control,%d%ntreatment,%d%n".formatted(i < 30 ? 1 : 0, i < 50 ? 1 : 0));
        }
        Files.writeString(directory.resolve("shares.csv"), lines);
        JsonNode json = cli.run("experiment", "analyze", "shares.csv", "--json").json();
        // chi-square of 30 and 50 in 100 each is 8.333
        assertThat(json.at("/proportions/pValue").asDouble()).isCloseTo(0.003892, within(1e-6));
        assertThat(json.has("mannWhitney")).isFalse();
    }

    @Test
    void lowerIsBetterTurnsTheVerdict() {
        String[] words = {
            "experiment", "analyze", "--control", "10000,50000,260000", "--treatment", "10000,51000,270100", "--json"
        };
        assertThat(cli.run(words).json().path("verdict").asText()).isEqualTo("better");
        String[] lower = java.util.Arrays.copyOf(words, words.length + 2);
        lower[words.length] = "--better";
        lower[words.length + 1] = "lower";
        assertThat(cli.run(lower).json().path("verdict").asText()).isEqualTo("worse");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --control 10,1,1                                    | --treatment
            --control 10,100,50 --treatment 10,1,1              | sumsq must be at least sum²/n
            --control 10,1 --treatment 10,1,1                   | --control must be N,SUM,SUMSQ, found '10,1'
            --control a,1,1 --treatment 10,1,1                  | found 'a,1,1'
            --control 1,1,1 --treatment 10,1,1                  | at least two values
            --control 10,1,1 --treatment 10,1,1 --alpha 2       | --alpha
            --control 10,1,1 --treatment 10,1,1 --margin -1     | --margin
            --control 10,1,1 --treatment 10,1,1 --planned 1     | --planned
            --control 10,1,1 --treatment 10,1,1 --looks 0.5,0.2 | --looks
            --control 10,1,1 --treatment 10,1,1 --split 1       | --split
            events.csv --control 10,1,1                         | not both
            """)
    void badInputIsRefusedByName(String arguments, String message) {
        Cli.Answer answer = cli.run(("experiment analyze " + arguments).split(" "));
        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.err()).contains(message);
    }

    @Test
    void badFilesAreRefusedByLine() throws IOException {
        assertThat(cli.run("experiment", "analyze", "none.csv").status()).isEqualTo(3);
        Files.writeString(directory.resolve("a.csv"), "arm,value\ncontrol,1\nboth,2\n");
        assertThat(cli.run("experiment", "analyze", "a.csv").err()).contains("line 3", "both");
        Files.writeString(directory.resolve("b.csv"), "arm,value\ncontrol,one\n");
        assertThat(cli.run("experiment", "analyze", "b.csv").err()).contains("line 2", "one");
        Files.writeString(directory.resolve("d.csv"), "arm,value,user,before\n");
        assertThat(cli.run("experiment", "analyze", "d.csv").err()).contains("user and before");
        Files.writeString(directory.resolve("c.csv"), "variant,value\n");
        assertThat(cli.run("experiment", "analyze", "c.csv").err()).contains("header");
    }
}
