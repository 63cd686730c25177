package pakit.cli;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import pakit.access.Token;
import pakit.error.PakitException;
import pakit.http.NodeAddress;
import pakit.http.RemoteNode;
import pakit.node.NodeJson;
import pakit.node.NodeOperations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What every verb has: a home, and two ways to print an answer.
@Command(mixinStandardHelpOptions = true, sortOptions = false, versionProvider = PakitCommand.Version.class)
abstract class Verb implements Callable<Integer> {
    private static final String HOME = "PAKIT_HOME";
    private static final String TOKEN = "PAKIT_TOKEN";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "The home to work on. Default: $PAKIT_HOME, else ./.pakit")
    private @Nullable Path home;

    @Option(names = "--json", description = "Print one JSON document on standard output.")
    private boolean json;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting for this run, over pakit.conf, such as profile=fast; may be repeated.")
    private Map<String, String> settings = Map.of();

    @Option(
            names = "--node",
            paramLabel = "URL",
            description = "Work on the node at this address, such as https://pakit.example:8443, not on a home.")
    private @Nullable URI node;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "The token for a node that asks for one. Default: $PAKIT_TOKEN, else client.token-file")
    private @Nullable Path tokenFile;

    final Map<String, String> settings() {
        return settings;
    }

    final boolean json() {
        return json;
    }

    final Terminal terminal() {
        return ((PakitCommand) spec.root().userObject()).terminal();
    }

    /// A path that the user named, as seen from where the user is.
    final Path path(Path named) {
        return terminal().directory().resolve(named).normalize();
    }

    final Path home() {
        if (home != null) {
            return path(home);
        }
        String fromEnvironment = terminal().environment().get(HOME);
        return path(Path.of(fromEnvironment == null || fromEnvironment.isEmpty() ? ".pakit" : fromEnvironment));
    }

    /// The node that serves this home, else the home itself, held by this process until closed.
    final NodeOperations open() {
        return open(ModelsWanted.REGISTERED_OR_SHIPPED);
    }

    /// As [#open], for what works on blocks and roots alone.
    final NodeOperations openStore() {
        return open(ModelsWanted.NONE);
    }

    final NodeOperations open(ModelsWanted wanted) {
        return openHome().forVerb(spec.qualifiedName(), wanted);
    }

    /// How to get into the node that [#open] goes through; empty if it opens the home itself.
    final Optional<NodeAddress> served() {
        return openHome().served();
    }

    private OpenHome openHome() {
        return new OpenHome(home(), settings, Optional.ofNullable(node), token(), files());
    }

    /// Who looks on wants to see how far it is, which only a stream tells.
    private RemoteNode.Files files() {
        return terminal().progress() ? RemoteNode.Files.STREAMED : RemoteNode.Files.BY_THE_NODE;
    }

    /// What the user gives this run to get in with.
    private Optional<Token> token() {
        if (tokenFile != null) {
            return Optional.of(Token.read(path(tokenFile)));
        }
        return Optional.ofNullable(terminal().environment().get(TOKEN))
                .filter(text -> !text.isEmpty())
                .map(text -> Token.parse(text, TOKEN));
    }

    /// For verbs that work on this machine only.
    final void requireNoNode() {
        if (node != null) {
            throw new PakitException.Invalid("--node does not fit here: this works on a home of this machine");
        }
    }

    /// Prints `answer` as JSON, or as `text` for people.
    final void print(Object answer, Runnable text) {
        if (json) {
            terminal().out().println(new String(NodeJson.write(answer), StandardCharsets.UTF_8));
        } else {
            text.run();
        }
    }

    final void say(String line) {
        terminal().out().println(line);
    }

    final void complain(String line) {
        terminal().err().println("pakit: " + line);
    }

    final void print(Table table) {
        table.lines().forEach(this::say);
    }
}
