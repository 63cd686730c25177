package pakit.cli;

import java.nio.file.Path;
import java.util.Optional;
import pakit.http.RemoteNode;
import pakit.node.NodeFile;
import pakit.node.NodeOperations;

/// Gets at a home: through the node that serves it, else directly.
final class OpenHome {
    private OpenHome() {}

    /// @param what the command that asks, shown to others while it holds the home
    /// @throws pakit.error.PakitException.Unavailable naming the holder, if a process that serves nothing holds it
    static NodeOperations forVerb(Path home, String what) {
        Optional<NodeFile> running = NodeFile.running(home);
        return running.<NodeOperations>map(node -> new RemoteNode(node.address()))
                .orElseGet(() -> Wiring.open(home, Configuration.of(home), what).node());
    }
}
