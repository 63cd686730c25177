package pakit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// The packaged program on a home of its own. `directory` is where it is called, and where the home lies.
final class Pakit {
    static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();
    static final Path LAUNCHER = CHECKOUT.resolve("pakit");

    /// Far above what any verb of these tests takes on two busy cores.
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Path directory;

    Pakit(Path directory) {
        this.directory = directory;
    }

    Path directory() {
        return directory;
    }

    Path home() {
        return directory.resolve(".pakit");
    }

    /// A verb to run, with the rebuild off. What a killed JVM leaves behind lies in the directory as well.
    Command verb(String... words) {
        String[] all = new String[words.length + 1];
        all[0] = LAUNCHER.toString();
        System.arraycopy(words, 0, all, 1, words.length);
        return new Command(directory, LIMIT, all)
                .with("PAKIT_NO_BUILD", "1")
                .with("PAKIT_HOME", home().toString())
                .with("PAKIT_JAVA_OPTS", "-Djava.io.tmpdir=" + directory);
    }

    /// Runs a verb that must succeed.
    Answer run(String... words) throws IOException, InterruptedException {
        return verb(words).run().exits(0);
    }

    /// Starts `pakit serve` on a free port and waits until it is ready.
    Node serve() throws IOException, InterruptedException {
        return serve(0);
    }

    Node serve(int port, String... options) throws IOException, InterruptedException {
        return Node.start(this, port, options);
    }

    /// Every block hashes to its name, every root is whole.
    void verifies() throws IOException, InterruptedException {
        assertThat(run("verify", "--json").json().path("problems")).isEmpty();
    }

    Path write(String name, byte[] content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
