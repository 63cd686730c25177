package pakit.bench.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A few lines of shell that end at the first command that fails.
///
/// @param environment what the lines refer to
/// @param log where what they say is added to
record Script(String lines, Map<String, String> environment, Path log) {
    private static final long LIMIT_MINUTES = 30;

    /// A peak that lasts less is missed only if its process ends in it.
    private static final long SAMPLE_MILLIS = 10;

    /// Runs to the end. Not for two scripts at a time: CPU time is that of all that this JVM ever waited for.
    ///
    /// @throws IOException with the last lines of the log, if a command fails
    Cost run() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-e", "-c", lines)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectInput(Path.of("/dev/null").toFile());
        builder.environment().putAll(environment);
        double cpu = ProcFile.cpuSecondsOfChildren();
        long start = System.nanoTime();
        Process process = builder.start();
        long peak = watch(process, start + TimeUnit.MINUTES.toNanos(LIMIT_MINUTES));
        double wall = (System.nanoTime() - start) * 1e-9;
        if (process.exitValue() != 0) {
            throw new IOException("exit code " + process.exitValue() + " of\n" + lines + "\n" + lastWords());
        }
        return new Cost(wall, ProcFile.cpuSecondsOfChildren() - cpu, peak);
    }

    private static long watch(Process process, long deadline) throws IOException, InterruptedException {
        long peak = 0;
        do {
            peak = Math.max(peak, peakOf(process));
            if (System.nanoTime() > deadline) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new IOException("a script did not end within " + LIMIT_MINUTES + " minutes");
            }
        } while (!process.waitFor(SAMPLE_MILLIS, TimeUnit.MILLISECONDS));
        return peak;
    }

    private static long peakOf(Process process) {
        long peak = ProcFile.peakBytes(process.pid());
        for (ProcessHandle child : process.descendants().toList()) {
            peak = Math.max(peak, ProcFile.peakBytes(child.pid()));
        }
        return peak;
    }

    private String lastWords() throws IOException {
        List<String> all = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
        return String.join("\n", all.subList(Math.max(0, all.size() - 10), all.size()));
    }
}
