package pakit.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A command line to run in a directory, under a limit of time.
final class Command {
    private final Path directory;
    private final Duration limit;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<String> words = new ArrayList<>();

    Command(Path directory, Duration limit, String... words) {
        this.directory = directory;
        this.limit = limit;
        this.words.addAll(Arrays.asList(words));
    }

    Command with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /// Runs to the end. A process that passes the limit is killed, and the test fails.
    Answer run() throws IOException, InterruptedException {
        Path out = Files.createTempFile("pakit-e2e", ".out");
        Path err = Files.createTempFile("pakit-e2e", ".err");
        try {
            Process process = start(out, err);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                kill(process);
                throw new AssertionError(this + " did not end within " + limit + "\n" + read(out) + "\n" + read(err));
            }
            return new Answer(toString(), process.exitValue(), read(out), read(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    Process start(Path out, Path err) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
        builder.environment().remove("JAVA_HOME");
        builder.environment().putAll(environment);
        return builder.redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .start();
    }

    /// Kills with SIGKILL what `process` started, and `process`.
    static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file);
    }

    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
