package pakit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LauncherTest {
    @TempDir
    Path scratch;

    private FakeCheckout checkout;
    private Path jdk;

    @BeforeEach
    void checkOut() throws IOException {
        checkout = new FakeCheckout(scratch);
        jdk = checkout.jdk("25.0.3");
    }

    @Test
    void argumentsReachTheProgramAsTheyAre() throws Exception {
        Answer answer =
                pakit("put", "a b", "", "*", "$HOME", "--name", "it's").run().exits(0);
        assertThat(answer.out()).endsWith("""
                <pakit.cli.Main>
                <put>
                <a b>
                <>
                <*>
                <$HOME>
                <--name>
                <it's>
                """);
        assertThat(answer.out()).contains("<" + checkout.root + "/node/target/dist/pakit.jar:");
    }

    @Test
    void itMayBeCalledThroughALinkFromAnywhere() throws Exception {
        Path near = Files.createSymbolicLink(scratch.resolve("near"), checkout.root.resolve("pakit"));
        Path far = Files.createSymbolicLink(
                Files.createDirectory(scratch.resolve("x y")).resolve("far"), Path.of("../near"));
        assertThat(near).isExecutable();
        checkout.launcher(far, "ls")
                .with("PAKIT_JAVA_HOME", jdk.toString())
                .run()
                .exits(0);
    }

    @Test
    void itBuildsOnceAndThenOnlyWhenSourcesChange() throws Exception {
        assertThat(pakit("ls").run().exits(0).err()).contains("building (first use");
        assertThat(pakit("ls").run().exits(0).err()).isEmpty();
        assertThat(checkout.builds()).hasSize(1);

        checkout.age();
        Files.writeString(checkout.source(), "class Fox { int legs = 4; }");
        assertThat(pakit("ls").run().exits(0).err()).contains("building (sources changed)");
        assertThat(checkout.builds()).hasSize(2);

        checkout.age();
        Files.delete(checkout.source());
        pakit("ls").run().exits(0);
        assertThat(checkout.builds()).hasSize(3);
    }

    @Test
    void aStartUpCacheIsMadeForNodesAndOneForOtherVerbs() throws Exception {
        assertThat(pakit("ls").run().exits(0).out())
                .contains("<-XX:AOTCache=" + checkout.root + "/node/target/dist/verbs.aot>");
        assertThat(pakit("serve").run().exits(0).out())
                .contains("<-XX:AOTCache=" + checkout.root + "/node/target/dist/server.aot>");
        Files.delete(checkout.root.resolve("node/target/dist/verbs.aot"));
        assertThat(pakit("ls").run().exits(0).out()).doesNotContain("AOTCache");
    }

    @Test
    void recordingTheCacheLeavesTheUsersHomeAlone() throws Exception {
        pakit("ls").with("PAKIT_HOME", "/of/the/user").run().exits(0);
        for (String cache : List.of("verbs.aot", "server.aot")) {
            assertThat(checkout.root.resolve("node/target/dist").resolve(cache))
                    .content()
                    .startsWith("home /")
                    .doesNotContain("/of/the/user");
        }
    }

    @Test
    void optionsForTheJvmArePassedOnLast() throws Exception {
        assertThat(pakit("put", "x")
                        .with("PAKIT_JAVA_OPTS", "-Xmx1g -Dfox=1")
                        .run()
                        .exits(0)
                        .out())
                .containsSubsequence("<-Xmx512m>", "<-Xmx1g>", "<-Dfox=1>", "<pakit.cli.Main>");
    }

    @Test
    void trainAndBenchFindNeuralLibrariesWhereTheyWereBuilt() throws Exception {
        String libraries = ":" + checkout.root + "/training-torch/target/lib/*>";
        for (String verb : List.of("train", "bench")) {
            assertThat(pakit(verb).run().exits(0).out()).contains("-cp").doesNotContain(libraries);
        }
        Files.createDirectories(checkout.root.resolve("training-torch/target/lib"));
        for (String verb : List.of("train", "bench")) {
            assertThat(pakit(verb).run().exits(0).out()).contains(libraries);
        }
        assertThat(pakit("put", "x").run().exits(0).out()).doesNotContain(libraries);
    }

    @Test
    void aFailedBuildShowsItsErrorsAndWhereItsLogIs() throws Exception {
        Answer answer = pakit("ls").with("FAKE_MAVEN_FAILS", "1").run().exits(5);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err()).contains("Fox.java:[3,1] a semicolon is missing", "target/build.log");
        assertThat(Files.readString(checkout.root.resolve("target/build.log"))).contains("semicolon");
        pakit("ls").run().exits(0);
    }

    @Test
    void severalAtOnceBuildOnce() throws Exception {
        Callable<Answer> ls = () -> pakit("ls").with("FAKE_MAVEN_WAITS", "1").run();
        try (ExecutorService callers = Executors.newFixedThreadPool(4)) {
            for (Future<Answer> answer : callers.invokeAll(Collections.nCopies(4, ls))) {
                answer.get().exits(0);
            }
        }
        assertThat(checkout.builds()).hasSize(1);
    }

    @Test
    void aKilledBuildLetsOthersBuild() throws Exception {
        Path discard = Files.createTempFile(scratch, "out", "");
        Process hanging = pakit("ls").with("FAKE_MAVEN_HANGS", "1").start(discard, discard);
        while (checkout.builds().isEmpty() && hanging.isAlive()) {
            Thread.onSpinWait();
        }
        Command.kill(hanging);
        hanging.waitFor();
        pakit("ls").run().exits(0);
        assertThat(checkout.builds()).hasSize(2);
    }

    @Test
    void buildingCanBeForbidden() throws Exception {
        Answer answer = pakit("ls").with("PAKIT_NO_BUILD", "1").run().exits(5);
        assertThat(answer.err()).contains("pakit.jar is missing", "PAKIT_NO_BUILD");
        assertThat(checkout.builds()).isEmpty();
    }

    @Test
    void missingMavenIsNamed() throws Exception {
        Path programs = Files.createDirectory(scratch.resolve("few programs"));
        for (String program : List.of("find", "head", "mkdir", "flock", "cat")) {
            FakeCheckout.script(programs.resolve(program), "#!/bin/sh\nexec /usr/bin/" + program + " \"$@\"\n");
        }
        Answer answer = pakit("ls").with("PATH", programs.toString()).run().exits(5);
        assertThat(answer.err()).contains("no mvn on the PATH");
    }

    @ParameterizedTest
    @ValueSource(strings = {"25.0.3", "25.0.4", "25.0.10", "25.0.3.1", "25.1", "25.2.1"})
    void jdksFrom25_0_3AreTaken(String version) throws Exception {
        checkout.pakit("ls")
                .with("JAVA_HOME", checkout.jdk(version).toString())
                .run()
                .exits(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1.8.0_402", "17.0.15", "24.0.2", "25", "25.0.0", "25.0.2", "25.0.2.1", "25-ea", "26", "26.0.1"})
    void otherJdksAreRefusedByNameAndVersion(String version) throws Exception {
        Path home = checkout.jdk(version);
        Answer answer =
                checkout.pakit("ls").with("JAVA_HOME", home.toString()).run().exits(5);
        assertThat(answer.err())
                .contains(version, home.toString(), "at least 25.0.3", "JDK-8377811", "PAKIT_JAVA_HOME");
        assertThat(checkout.builds()).isEmpty();
    }

    @Test
    void anUnfitJavaHomeIsPassedOverButAnUnfitPakitJavaHomeIsNot() throws Exception {
        String unfit = checkout.jdk("17.0.15").toString();
        String places = scratch + "/java?homes/*";
        checkout.pakit("ls")
                .with("JAVA_HOME", unfit)
                .with("PAKIT_JDK_PLACES", places)
                .run()
                .exits(0);
        Answer answer = checkout.pakit("ls")
                .with("PAKIT_JAVA_HOME", unfit)
                .with("PAKIT_JDK_PLACES", places)
                .run();
        assertThat(answer.exits(5).err()).contains("PAKIT_JAVA_HOME does not name a JDK that fits");
    }

    @Test
    void testsEndWithTheirTotalAndTheExitCodeOfMaven() throws Exception {
        assertThat(pakit("test", "-Dquick").run().exits(0).out())
                .endsWith("All modules: Tests run: 7, Failures: 0, Errors: 0, Skipped: 1\n");
        assertThat(checkout.builds()).singleElement().asString().endsWith("-ntp verify -Dquick");
        pakit("test").with("FAKE_MAVEN_FAILS", "1").run().exits(1);
    }

    private Command pakit(String... arguments) {
        return checkout.pakit(arguments).with("PAKIT_JAVA_HOME", jdk.toString());
    }
}
