package pakit.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import pakit.http.HttpNode;
import pakit.http.HttpSettings;
import pakit.http.NodeAddress;
import pakit.http.RemoteNode;
import pakit.ml.serving.ModelServer;
import pakit.node.NodeOperations;
import pakit.store.HomeLayout;

/// A node on a scratch home with a copy of the models of another home, for what must not be tried on that one. Started
/// when it is first needed; gone when it is closed. For one thread.
final class Rehearsal implements AutoCloseable {
    private final Configuration configuration;
    private final Path scratch;
    private @Nullable Wiring wiring;
    private @Nullable HttpNode port;
    private @Nullable NodeOperations node;

    /// @param home whose models are copied; it may be missing, and a node may be serving it
    Rehearsal(Path home, Configuration configuration) throws IOException {
        this.configuration = configuration;
        this.scratch = Files.createTempDirectory("pakit-rehearsal");
        Path models = new HomeLayout(home).models();
        if (Files.isDirectory(models)) {
            copy(models, modelDirectory());
        }
    }

    ModelServer models() {
        return wiring().models();
    }

    Wiring wiring() {
        Wiring opened = wiring;
        if (opened == null) {
            opened = Wiring.open(scratch, configuration, "pakit preflight", ModelsWanted.REGISTERED_OR_SHIPPED);
            wiring = opened;
        }
        return opened;
    }

    /// As it answers on a port of its own: the loopback interface, any free number.
    NodeOperations node() {
        NodeOperations opened = node;
        if (opened == null) {
            HttpNode listening =
                    HttpNode.start(wiring().node(), models(), HttpSettings.on(HttpSettings.DEFAULT_HOST, 0));
            port = listening;
            URI address = URI.create("http://" + HttpSettings.DEFAULT_HOST + ":"
                    + listening.address().getPort());
            opened = new RemoteNode(NodeAddress.open(address));
            node = opened;
        }
        return opened;
    }

    /// Where the copies lie.
    Path modelDirectory() {
        return new HomeLayout(scratch).models();
    }

    /// Registrations that are under way, whose names start with a dot, are left out.
    private static void copy(Path from, Path to) throws IOException {
        if (Files.isDirectory(from)) {
            Files.createDirectories(to);
            for (Path child : children(from)) {
                String name = child.getFileName().toString();
                if (!name.startsWith(".")) {
                    copy(child, to.resolve(name));
                }
            }
        } else {
            Files.copy(from, to);
        }
    }

    private static List<Path> children(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.toList();
        }
    }

    @Override
    public void close() throws IOException {
        if (node != null) {
            node.close();
        }
        if (port != null) {
            port.close();
        }
        if (wiring != null) {
            wiring.node().close();
        }
        try (Stream<Path> all = Files.walk(scratch)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
