package pakit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What blocks go by in events: hashes under a key of the home, unless the operator opts out.
class PlainIdsTest {
    private static final byte[] CONTENT = "a file that somebody knows".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    @BeforeEach
    void write() throws IOException {
        Files.write(directory.resolve("known.txt"), CONTENT);
    }

    @Test
    void whoOptsOutHasThePlainBeginningsOfIds() throws NoSuchAlgorithmException {
        assertThat(hashOf("out", "--set", "telemetry.hash-ids=false")).isEqualTo(beginning());
        assertThat(hashOf("again", "--set", "telemetry.hash-ids=false")).isEqualTo(beginning());
        assertThat(directory.resolve("out/telemetry.key")).doesNotExist();
    }

    @Test
    void elseBlocksCannotBeKnownWithoutTheKeyOfTheHome() throws NoSuchAlgorithmException {
        long one = hashOf("one");
        assertThat(one).isNotEqualTo(beginning()).isNotEqualTo(Long.reverseBytes(beginning()));
        assertThat(hashOf("two")).isNotEqualTo(one);
        assertThat(directory.resolve("one/telemetry.key")).exists();
    }

    /// Both ways of opting are of new events: those that are kept stay as they are.
    @Test
    void optingOutChangesNoEventsThatAreKept() throws IOException, NoSuchAlgorithmException {
        long hashed = hashOf("home");
        Files.writeString(directory.resolve("known.txt"), "another file");
        assertThat(hashOf("home", "--set", "telemetry.hash-ids=false")).isNotEqualTo(hashed);
        JsonNode kept = new Cli(directory)
                .run("telemetry", "events", "--type", "BlockStored", "--home", "home", "--json")
                .json()
                .path("events");
        assertThat(kept.findValues("blockHash")).extracting(JsonNode::asLong).contains(hashed);
    }

    /// Of the newest block.
    private long hashOf(String home, String... settings) {
        assertThat(run(settings, "put", "known.txt", "--home", home).status()).isZero();
        return run(settings, "telemetry", "events", "--type", "BlockStored", "--home", home, "--json")
                .json()
                .at("/events/0/blockHash")
                .asLong();
    }

    private Cli.Answer run(String[] settings, String... words) {
        return new Cli(directory)
                .run(Stream.of(words, settings).flatMap(Arrays::stream).toArray(String[]::new));
    }

    private static long beginning() throws NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(CONTENT);
        return ByteBuffer.wrap(digest).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }
}
