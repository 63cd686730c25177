package pakit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/// Runs verbs in this process, in a directory and with an environment of their own.
record Cli(Path directory, Map<String, String> environment, byte[] input) {
    Cli(Path directory) {
        this(directory, Map.of(), new byte[0]);
    }

    Cli with(String name, String value) {
        return new Cli(directory, Map.of(name, value), input);
    }

    /// With these bytes on standard input.
    Cli reading(byte[] bytes) {
        return new Cli(directory, environment, bytes);
    }

    record Answer(int status, String out, String err) {
        JsonNode json() {
            try {
                return new ObjectMapper().readTree(out);
            } catch (IOException e) {
                throw new UncheckedIOException(out, e);
            }
        }
    }

    Answer run(String... args) {
        return run(false, args);
    }

    /// As [#run], on a terminal.
    Answer watched(String... args) {
        return run(true, args);
    }

    private Answer run(boolean watched, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new ByteArrayInputStream(input),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                watched,
                environment,
                directory);
        int status = Main.run(terminal, args);
        return new Answer(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
