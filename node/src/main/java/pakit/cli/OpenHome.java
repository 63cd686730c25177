package pakit.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import pakit.error.PakitException;
import pakit.http.RemoteNode;
import pakit.node.NodeFile;
import pakit.node.NodeOperations;

/// Gets at a home: through the node that serves it, else directly.
final class OpenHome {
    private OpenHome() {}

    /// @param what the command that asks, shown to others while it holds the home
    /// @param settings over the home's configuration
    /// @throws PakitException.Unavailable naming the holder, if a process that serves nothing holds it
    static NodeOperations forVerb(Path home, Map<String, String> settings, String what, ModelsWanted wanted) {
        Optional<NodeFile> running = NodeFile.running(home);
        if (running.isEmpty()) {
            return Wiring.open(home, Configuration.of(home, settings), what, wanted)
                    .node();
        }
        if (!settings.isEmpty()) {
            throw new PakitException.Invalid("--set " + settings + " would change nothing: home " + home
                    + " is served by process " + running.get().pid() + "; stop it, or set this in pakit.conf");
        }
        return new RemoteNode(running.get().address());
    }
}
