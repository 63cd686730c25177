package pakit.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import pakit.access.Token;
import pakit.error.PakitException;
import pakit.http.NodeAddress;
import pakit.http.RemoteNode;
import pakit.node.NodeFile;
import pakit.node.NodeOperations;

/// Gets at a home: through the node that serves it, else directly; or at a node that the user names.
///
/// @param settings over the home's configuration
/// @param node named by the user
/// @param token named by the user
/// @param files how files pass to the node that serves this home
record OpenHome(
        Path home, Map<String, String> settings, Optional<URI> node, Optional<Token> token, RemoteNode.Files files) {
    private static final String OF_CLIENT = "client.";

    OpenHome {
        node.ifPresent(OpenHome::requireAddress);
    }

    /// @param what the command that asks, shown to others while it holds the home
    /// @throws PakitException.Unavailable naming the holder, if a process that serves nothing holds it
    NodeOperations forVerb(String what, ModelsWanted wanted) {
        Optional<NodeAddress> served = served();
        return served.isPresent()
                ? new RemoteNode(served.get(), isOwn(served.get()) ? files : RemoteNode.Files.STREAMED)
                : Wiring.open(home, configuration(), what, wanted).node();
    }

    /// Whether this verb gets in as one of the node's own user.
    private boolean isOwn(NodeAddress served) {
        return node.isEmpty()
                && NodeFile.isOfThisUser(home)
                && NodeFile.read(home)
                        .map(NodeFile::token)
                        .equals(served.token().map(Token::text));
    }

    /// The node to go through; empty if the home is to be opened.
    Optional<NodeAddress> served() {
        if (node.isPresent()) {
            requireForClient("the node at " + node.get() + " has its own");
            return Optional.of(configuration().client().to(node.get(), token));
        }
        Optional<NodeFile> running = NodeFile.running(home);
        running.ifPresent(file -> requireForClient(
                "home " + home + " is served by process " + file.pid() + "; stop it, or set this in pakit.conf"));
        return running.map(file -> configuration().client().to(file, token));
    }

    private Configuration configuration() {
        return Configuration.of(home, settings);
    }

    private void requireForClient(String why) {
        Map<String, String> others = settings.entrySet().stream()
                .filter(setting -> !setting.getKey().startsWith(OF_CLIENT))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        if (!others.isEmpty()) {
            throw new PakitException.Invalid("--set " + others + " would change nothing: " + why);
        }
    }

    private static void requireAddress(URI node) {
        boolean http = "http".equals(node.getScheme()) || "https".equals(node.getScheme());
        if (!http || node.getHost() == null || node.getUserInfo() != null) {
            throw new PakitException.Invalid("--node must be http://HOST:PORT or https://HOST:PORT");
        }
    }
}
