package pakit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whether kernels box their vectors depends on what the compiler inlines into what, so it is asked of the classes as
/// they are packaged, in a process of their own, started with the launcher's options.
class HintAllocationTest {
    @TempDir
    Path directory;

    @Test
    void aHintOfThePackagedModelAllocatesNothing() throws Exception {
        Path dist = Pakit.LAUNCHER.resolveSibling("node/target/dist");
        String classPath = String.join(
                File.pathSeparator,
                dist.resolve("pakit.jar").toString(),
                dist.resolve("lib") + "/*",
                Path.of("target", "test-classes").toAbsolutePath().toString());

        Answer answer = new Command(
                        directory,
                        Duration.ofMinutes(4),
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules=jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseCompactObjectHeaders",
                        "-Xmx256m",
                        "-cp",
                        classPath,
                        HintAllocation.class.getName())
                .run();

        answer.exits(0);
        assertThat(answer.out()).startsWith("0 bytes; gain of none ");
    }
}
