package pakit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.store.Home;
import pakit.store.HomeSettings;

/// What keeps the program from starting: one line that names it and what to do, and the exit code of what is
/// unavailable. Models that cannot be loaded are no such thing; the server's own test has them.
class StartUpErrorsTest {
    private static final String MODEL = "compression_predictor";

    @TempDir
    Path directory;

    @Test
    void portThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            Cli.Answer answer = new Cli(directory).run("serve", "--port", port);
            assertUnavailable(answer, "the port cannot be opened", port, "Choose --port");
        }
        assertThat(new Cli(directory).run("ls").status()).isZero(); // nothing is held any more
    }

    @Test
    void homeThatAnotherProcessHolds() throws IOException, InterruptedException {
        try (Home home = Home.open(directory.resolve(".pakit"), HomeSettings.NONE, "pakit put", Instant.EPOCH)) {
            Cli.Answer answer = new OtherProcess(directory).run("serve", "--port", "0");
            String holder = "held by pid " + ProcessHandle.current().pid() + " (pakit put, since ";
            assertUnavailable(answer, home.layout().directory().toString(), holder, "stop it, or use another home");
        }
    }

    @Test
    void homeThatCannotBeWritten() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        Cli cli = new Cli(directory);
        for (String home : new String[] {file.toString(), file.resolve("home").toString()}) {
            assertUnavailable(cli.run("ls", "--home", home), "home " + home + " cannot be opened", "permissions");
        }
        // where nobody can make a directory, also no administrator
        assertUnavailable(
                cli.run("ls", "--home", "/proc/pakit"), "home /proc/pakit cannot be opened", "check the path");
    }

    @Test
    void nativeLibrariesThatCannotBeLoaded() throws IOException, InterruptedException {
        Path missing = directory.resolve("missing");
        Cli.Answer rocks =
                new OtherProcess(directory, "-Djava.io.tmpdir=" + missing, "-DZstdTempFolder=" + directory).run("ls");
        assertUnavailable(rocks, "the native library of RocksDB cannot be loaded on ", "-Djava.io.tmpdir=DIR");
        assertThat(rocks.err()).contains(System.getProperty("os.arch"), missing.toString());
        Cli.Answer zstd = new OtherProcess(directory, "-DZstdTempFolder=" + missing).run("ls");
        assertUnavailable(zstd, "the native library of zstd cannot be loaded on ", System.getProperty("os.arch"));
        Cli.Answer sqlite = new OtherProcess(directory, "-Dorg.sqlite.tmpdir=" + missing).run("serve", "--port", "0");
        assertUnavailable(sqlite, "the native library of SQLite cannot be loaded on ", System.getProperty("os.arch"));
    }

    @Test
    void diskWithoutSpace() throws IOException, InterruptedException {
        Cli.Answer answer = new OtherProcess(directory).onAFullDisk("serve", "--port", "0");
        assertUnavailable(answer, "full");
    }

    @Test
    void modelThatDoesNotFitInMemoryIsRefusedUnreadAndTheOneBeforeServes() throws IOException, InterruptedException {
        Cli cli = new Cli(directory);
        Path versions = directory.resolve(".pakit/models").resolve(MODEL);
        assertThat(cli.run("models", "list").status()).isZero();
        cli.run("models", "register", MODEL, "2.0.0", versions.resolve("1.0.0").toString());
        assertThat(cli.run("models", "swap", MODEL, "2.0.0").status()).isZero();
        try (RandomAccessFile sparse =
                new RandomAccessFile(versions.resolve("2.0.0/model.onnx").toFile(), "rw")) {
            sparse.setLength(100 << 20);
        }
        Cli.Answer health = new OtherProcess(directory, "-Xmx128m").run("health", "--json");
        assertThat(health.status()).as(health.err()).isEqualTo(1);
        assertThat(health.json().at("/models/" + MODEL + "/version").asText()).isEqualTo("1.0.0");
        assertThat(health.json().at("/models/" + MODEL + "/problem").asText())
                .contains("v2.0.0 is refused", "of 104857600 bytes does not fit in memory", "PAKIT_JAVA_OPTS=-Xmx")
                .endsWith("v1.0.0 serves instead");
    }

    private static void assertUnavailable(Cli.Answer answer, String... named) {
        assertThat(answer.status()).as(answer.err()).isEqualTo(ExitCode.UNAVAILABLE.status());
        assertThat(answer.err()).contains(named).contains("pakit: ");
        assertThat(answer.out()).isEmpty();
    }
}
