package pakit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/// What a process left behind.
record Answer(String command, int exit, String out, String err) {
    private static final JsonMapper JSON = new JsonMapper();

    /// This answer, if the process ended with `expected`; else the test fails and shows all that it said.
    Answer exits(int expected) {
        assertThat(exit).as("exit code of %s%n%s%n%s", command, out, err).isEqualTo(expected);
        return this;
    }

    /// The one JSON document on stdout.
    JsonNode json() {
        try {
            return JSON.readTree(out);
        } catch (IOException e) {
            throw new UncheckedIOException(command + " did not print JSON: " + out, e);
        }
    }
}
