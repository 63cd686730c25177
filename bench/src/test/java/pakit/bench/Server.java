package pakit.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server in a process of its own, on two cores of its own where the machine has more. Closing it ends it.
final class Server implements AutoCloseable {
    private static final Path CHECKOUT = Path.of("").toAbsolutePath();
    private static final Pattern ADDRESS = Pattern.compile("http://[0-9.:]+");
    private static final long READY_SECONDS_MAX = 120;
    private static final long TICKS_A_SECOND = 100; // USER_HZ, fixed on Linux
    private static final int TICKS_FIELD = 11; // utime, then stime, counted behind the command's name

    private final Process process;
    private final URI address;
    private final double secondsToReady;

    private Server(Process process, URI address, double secondsToReady) {
        this.process = process;
        this.address = address;
        this.secondsToReady = secondsToReady;
    }

    /// The packaged program on a home.
    static Server pakit(Path home, List<String> pin, String jvmOptions) throws IOException {
        List<String> words = new ArrayList<>(pin);
        words.addAll(List.of(CHECKOUT.resolve("pakit").toString(), "serve", "--port", "0", "--home", home.toString()));
        return start(words, Map.of("PAKIT_NO_BUILD", "1", "PAKIT_JAVA_OPTS", jvmOptions));
    }

    /// A main class of this class path that prints its address when it is ready.
    static Server ofClass(Class<?> main, List<String> pin, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(pin);
        words.add(Jvm.java());
        words.addAll(Jvm.FLAGS);
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        words.addAll(List.of(arguments));
        return start(words, Map.of());
    }

    /// Before a command: keeps it on the first two cores, if there are more, and a program that can do that.
    static List<String> onTwoCores() {
        boolean can = Files.isExecutable(Path.of("/usr/bin/taskset"));
        return can && Runtime.getRuntime().availableProcessors() > 2
                ? List.of("/usr/bin/taskset", "-c", "0,1")
                : List.of();
    }

    private static Server start(List<String> words, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        long began = System.nanoTime();
        Process process = builder.start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        CompletableFuture<Void> ready = new CompletableFuture<>();
        ready.orTimeout(READY_SECONDS_MAX, TimeUnit.SECONDS).exceptionally(late -> {
            process.destroyForcibly(); // which ends the reading
            return null;
        });
        String line = out.readLine();
        ready.complete(null);
        double seconds = (System.nanoTime() - began) * 1e-9;
        Matcher address = ADDRESS.matcher(line == null ? "" : line);
        if (!address.find()) {
            process.destroyForcibly();
            throw new IOException("not ready: " + String.join(" ", words) + " said " + line);
        }
        return new Server(process, URI.create(address.group()), seconds);
    }

    URI address() {
        return address;
    }

    /// From the start of the launcher to the line that says ready.
    double secondsToReady() {
        return secondsToReady;
    }

    /// Of user and kernel together, since it started.
    double cpuSeconds() throws IOException {
        String line = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"));
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
        return (double) (Long.parseLong(fields[TICKS_FIELD]) + Long.parseLong(fields[TICKS_FIELD + 1]))
                / TICKS_A_SECOND;
    }

    double residentMiB() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        throw new IOException("no VmRSS of process " + process.pid());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
