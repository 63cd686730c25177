package pakit.dag;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A search for inputs that a target does not stand, by Jazzer, in a process of its own, because it rewrites classes as
/// they are loaded.
///
/// How long for each target: `-Dpakit.test.fuzzSeconds=600`; otherwise the seeds and a few runs that nothing guides,
/// for rewriting classes takes seconds. What it finds is in the message, and can be put among the seeds.
public final class JazzerRun {
    private static final int SECONDS = Integer.getInteger("pakit.test.fuzzSeconds", 0);
    private static final int RUNS = 3000;

    private JazzerRun() {}

    /// @param target has a method `fuzzerTestOneInput(byte[])`, which throws what is a finding
    /// @param directory for what was found
    /// @param seeds good inputs
    public static void findsNothing(Class<?> target, Path directory, Stream<byte[]> seeds)
            throws IOException, InterruptedException {
        Path corpus = Files.createDirectory(directory.resolve("corpus"));
        int number = 0;
        for (byte[] seed : seeds.toList()) {
            Files.write(corpus.resolve("seed-" + number++), seed);
        }
        Path log = directory.resolve("jazzer.log");
        Process process = new ProcessBuilder(command(target, directory, corpus))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        int status = process.waitFor();
        String said = new String(Files.readAllBytes(log), StandardCharsets.ISO_8859_1);
        assertThat(status).as(said).isZero();
        assertThat(said).as("what Jazzer says at its end").containsPattern("Done \\d+ runs");
        if (SECONDS > 0) {
            System.out.println(target.getName() + ": "
                    + said.substring(said.lastIndexOf("Done ")).strip());
        }
    }

    private static List<String> command(Class<?> target, Path directory, Path corpus) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "--add-modules=jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.getName(),
                "--instrumentation_includes=pakit.**",
                "--hooks=" + (SECONDS > 0),
                "--reproducer_path=" + directory,
                "-artifact_prefix=" + directory + "/",
                "-max_len=16384",
                "-rss_limit_mb=2048",
                "-seed=1",
                SECONDS > 0 ? "-max_total_time=" + SECONDS : "-runs=" + RUNS,
                corpus.toString());
    }
}
