package pakit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs a verb in a JVM of its own, with options of its own, in `directory`.
record OtherProcess(Path directory, List<String> options) {
    private static final int SECONDS_MAX = 120;

    OtherProcess(Path directory, String... options) {
        this(directory, List.of(options));
    }

    Cli.Answer run(String... verb) throws IOException, InterruptedException {
        return end(List.of(), verb);
    }

    /// As [#run], where no file may be written: this stands for a disk without any space.
    Cli.Answer onAFullDisk(String... verb) throws IOException, InterruptedException {
        return end(List.of("sh", "-c", "ulimit -f 0; exec \"$0\" \"$@\""), verb);
    }

    private Cli.Answer end(List<String> before, String... verb) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(before);
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-XX:-UsePerfData", "-XX:TieredStopAtLevel=1", "--add-modules=jdk.incubator.vector"));
        words.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path")));
        words.addAll(options);
        words.add(Main.class.getName());
        words.addAll(List.of(verb));
        // pipes: where no file may be written, output still comes through
        Process process =
                new ProcessBuilder(words).directory(directory.toFile()).start();
        try {
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes());
            String err = new String(process.getErrorStream().readAllBytes());
            assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
            return new Cli.Answer(process.exitValue(), out, err);
        } finally {
            process.destroyForcibly();
        }
    }
}
