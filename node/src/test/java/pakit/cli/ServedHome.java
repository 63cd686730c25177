package pakit.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import pakit.access.Token;
import pakit.http.HttpNode;
import pakit.http.HttpSettings;
import pakit.ml.serving.ModelServer;
import pakit.node.LocalNode;
import pakit.node.NodeFile;

/// A home that this process serves on a free port, as `pakit serve` does, so that verbs on it go through the node: one
/// that opened the home itself would find it held.
record ServedHome(Path home, Wiring wiring, HttpNode http, NodeFile file) implements AutoCloseable {
    /// The home of verbs that run in `directory`.
    static ServedHome in(Path directory, Map<String, String> settings) throws IOException {
        Path home = directory.resolve(".pakit");
        Wiring wiring =
                Wiring.open(home, Configuration.of(home, settings), "pakit serve", ModelsWanted.REGISTERED_OR_SHIPPED);
        Token local = Token.random(new SecureRandom());
        HttpSettings onAnyPort =
                Configuration.of(home, Map.of("serve.port", "0")).serve().http(local, System.out);
        HttpNode http = HttpNode.start(wiring.node(), wiring.models(), wiring.experiments(), onAnyPort);
        NodeFile file = NodeFile.ofThisProcess(http.address(), Instant.EPOCH, local);
        file.write(home);
        return new ServedHome(home, wiring, http, file);
    }

    static ServedHome in(Path directory) throws IOException {
        return in(directory, Map.of());
    }

    LocalNode node() {
        return wiring.node();
    }

    ModelServer models() {
        return wiring.models();
    }

    InetSocketAddress address() {
        return http.address();
    }

    @Override
    public void close() {
        http.close();
        wiring.node().close();
    }
}
