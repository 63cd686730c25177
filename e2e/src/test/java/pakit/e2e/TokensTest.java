package pakit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node that asks who comes, from the first token to the last line of its log.
class TokensTest {
    @TempDir
    Path directory;

    @Test
    void aNodeWithTokensLetsInWhomItKnowsAndTellsNobodyHow() throws Exception {
        Pakit pakit = new Pakit(directory);
        String reader =
                pakit.run("token", "new", "ci", "--role", "reader").out().strip();
        String operator = pakit.run("token", "new", "ops", "--role", "operator", "--json")
                .json()
                .path("token")
                .asText();
        String file = pakit.home().resolve("tokens").toString();
        pakit.write("hello.txt", "hello world".getBytes(StandardCharsets.US_ASCII));

        try (Node node = pakit.serve(0, "--tokens", file)) {
            assertThat(node.get("/v1/stats").statusCode()).isEqualTo(401);
            pakit.run("put", "hello.txt", "--name", "hello");
            Answer refused =
                    pakit.verb("rm", "hello").with("PAKIT_TOKEN", reader).run().exits(1);
            assertThat(refused.err()).contains("'ci' has the role reader, this needs operator");
            String address = node.address().toString();
            pakit.verb("rm", "hello", "--node", address)
                    .with("PAKIT_TOKEN", operator)
                    .run()
                    .exits(0);

            String local = Files.readString(pakit.home().resolve("node.json"))
                    .replaceFirst("(?s).*\"token\":\"([^\"]+)\".*", "$1");
            String arguments = Files.readString(Path.of("/proc/" + node.pid() + "/cmdline"));
            assertThat(local).startsWith("pakit_");
            assertThat(arguments + node.log() + node.printed() + refused.err())
                    .contains("Refused with 401", "127.0.0.1")
                    .doesNotContain(reader, operator, local);
        }
        assertThat(pakit.home().resolve("node.json")).doesNotExist();
    }

    @Test
    void otherAddressesThanLoopbackAreRefusedBeforeTheyAreOpened() throws Exception {
        Pakit pakit = new Pakit(directory);

        Answer open =
                pakit.verb("serve", "--port", "0", "--host", "0.0.0.0").run().exits(2);
        assertThat(open.err()).contains("asks for no credentials", "pakit token new");
        pakit.run("token", "new", "ops", "--role", "operator");
        Answer cleartext = pakit.verb("serve", "--port", "0", "--host", "0.0.0.0", "--tokens", ".pakit/tokens")
                .run()
                .exits(2);
        assertThat(cleartext.err()).contains("unencrypted", "serve.tls.certificate");
        assertThat(pakit.home().resolve("node.json")).doesNotExist();
    }
}
