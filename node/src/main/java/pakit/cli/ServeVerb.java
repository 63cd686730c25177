package pakit.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import pakit.access.Token;
import pakit.error.PakitException;
import pakit.http.HttpNode;
import pakit.http.HttpSettings;
import pakit.http.Protection;
import pakit.node.NodeFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "serve",
        description = "Opens the port of this home and serves until it is told to stop (SIGTERM, Ctrl-C).",
        footer = {
            "",
            "Ready when /v2/health/ready answers 200. Other verbs on this home go through the node while it runs.",
            "",
            "Examples:",
            "  pakit serve",
            "  pakit serve --port 0 --json",
            "  pakit token new ops --role operator --file tokens && pakit serve --tokens tokens"
        })
final class ServeVerb extends Verb {
    @Option(names = "--port", paramLabel = "PORT", description = "0 takes any free one. Default: serve.port (8080)")
    private @Nullable String port;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description =
                    "Where to listen; other than loopback only for those who say who they are. Default: serve.host (127.0.0.1)")
    private @Nullable String host;

    @Option(
            names = "--tokens",
            paramLabel = "FILE",
            description = "The access file: who may do what. Default: serve.tokens (none: everybody, on loopback only)")
    private @Nullable Path tokens;

    @Option(
            names = "--access-log",
            paramLabel = "FILE",
            description = "A line for each request; - is standard output. Default: serve.access-log (none)")
    private @Nullable String accessLog;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Logging.info(LoggerFactory.getLogger("pakit"));
        requireNoNode();
        Path home = home();
        NodeFile.running(home).ifPresent(node -> {
            throw new PakitException.Unavailable("home " + home + " is served already at " + node.address()
                    + " (process " + node.pid() + ", since " + node.startedAt() + ")");
        });
        Configuration configuration = Configuration.of(home, overrides());
        Token local = Token.random(new SecureRandom());
        if (json() && configuration.serve().logsToStandardOutput()) {
            throw new PakitException.Invalid(
                    "--json and --access-log - both want standard output; give the log a file");
        }
        HttpSettings settings = configuration.serve().http(local, terminal().out());
        CountDownLatch stopped = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Thread onSignal = Thread.ofPlatform().name("pakit-stop").unstarted(() -> {
            stopped.countDown();
            awaitQuietly(closed);
        });
        try {
            Wiring wiring = Wiring.open(home, configuration, "pakit serve", ModelsWanted.REGISTERED_OR_SHIPPED);
            try (var node = wiring.node();
                    HttpNode http = HttpNode.start(node, wiring.models(), wiring.experiments(), settings)) {
                Runtime.getRuntime().addShutdownHook(onSignal);
                serve(home, file(http, settings.protection(), local), stopped);
            }
        } finally {
            closed.countDown();
        }
        return ExitCode.DONE.status();
    }

    /// Where and how verbs on this home get in.
    private static NodeFile file(HttpNode http, Protection protection, Token local) {
        NodeFile file = NodeFile.ofThisProcess(http.address(), Instant.now(), local);
        return protection
                .tls()
                .map(tls -> file.encrypted(tls.identity().certificate()))
                .orElse(file);
    }

    private void serve(Path home, NodeFile file, CountDownLatch stopped) throws IOException, InterruptedException {
        file.write(home);
        try {
            print(file.withoutToken(), () -> say("Pakit is ready at " + file.address() + " (home " + home + ")"));
            terminal().out().flush();
            stopped.await();
        } finally {
            file.remove(home);
        }
    }

    private Map<String, String> overrides() {
        Map<String, String> overrides = new HashMap<>(settings());
        if (port != null) {
            overrides.put("serve.port", port);
        }
        if (host != null) {
            overrides.put("serve.host", host);
        }
        if (accessLog != null) {
            overrides.put(
                    "serve.access-log",
                    accessLog.equals("-") ? "-" : path(Path.of(accessLog)).toString());
        }
        if (tokens != null) {
            overrides.put("serve.tokens", path(tokens).toString());
        }
        return overrides;
    }

    /// The JVM halts when its hooks end: this one ends when everything is closed.
    private static void awaitQuietly(CountDownLatch closed) {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
