package pakit.cli;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.http.GrpcTarget;
import pakit.http.NodeAddress;
import pakit.load.HttpTarget;
import pakit.load.LoadPlan;
import pakit.load.LoadReport;
import pakit.load.LoadTarget;
import pakit.load.LoadTest;
import pakit.load.ProcessTarget;
import pakit.load.SampleRows;
import pakit.ml.models.CompressionPredictor;
import pakit.node.ModelOperations;
import pakit.node.NodeOperations;
import pakit.node.Results;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "load-test",
        description = "Asks a model many times at once and says how long the answers took.",
        footer = {
            "",
            "Exit code 1 if a smaller share than --min-success was answered, if a swap failed, or if the time was too",
            "short. Health and metrics count these requests like any others.",
            "",
            "Examples:",
            "  pakit load-test compression_predictor --requests 10000 --concurrency 100",
            "  pakit load-test --rate 2000 --swap-every 100ms --json",
            "  pakit load-test --over grpc"
        })
final class LoadTestVerb extends Verb {
    /// The way to the model.
    enum Over {
        PROCESS,
        HTTP,
        GRPC
    }

    @Parameters(index = "0", arity = "0..1", paramLabel = "MODEL", description = "Default: ${DEFAULT-VALUE}")
    private String model = CompressionPredictor.NAME;

    @Option(names = "--requests", paramLabel = "N", description = "How many. Default: ${DEFAULT-VALUE}")
    private long requests = 10_000;

    @Option(names = "--concurrency", paramLabel = "N", description = "Callers at once. Default: ${DEFAULT-VALUE}")
    private int concurrency = 100;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Requests a second, answered or not. Default: the next one when the last one is answered.")
    private @Nullable Double rate;

    @Option(
            names = "--swap-every",
            paramLabel = "TIME",
            converter = DurationText.class,
            description = "Swaps two registered versions this often during half of the test, such as 100ms.")
    private @Nullable Duration swapEvery;

    @Option(
            names = "--over",
            paramLabel = "WAY",
            description = "process, http or grpc. Default: http if a node serves this home, else process.")
    private @Nullable Over over;

    @Option(names = "--min-success", paramLabel = "SHARE", description = "0 to 1. Default: ${DEFAULT-VALUE}")
    private double minSuccess = 1;

    @Option(
            names = "--warm-up",
            paramLabel = "TIME",
            converter = DurationText.class,
            description = "Load that is not counted, first. Default: 1s")
    private Duration warmUp = Duration.ofSeconds(1);

    @Option(
            names = "--time-max",
            paramLabel = "TIME",
            converter = DurationText.class,
            description = "Ends the test, whatever is left to send. Default: 5m")
    private Duration timeMax = Duration.ofMinutes(5);

    @Option(names = "--seed", paramLabel = "N", description = "Of the inputs. Default: ${DEFAULT-VALUE}")
    private long seed = 1;

    @Override
    public Integer call() {
        requireShare();
        LoadPlan plan = new LoadPlan(
                requests,
                concurrency,
                rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate),
                Optional.ofNullable(swapEvery),
                warmUp,
                timeMax);
        Optional<NodeAddress> running = served();
        LoadReport report = switch (over == null ? running.isPresent() ? Over.HTTP : Over.PROCESS : over) {
            case PROCESS -> inProcess(running, plan);
            case HTTP -> overPort("http", HttpTarget::new, running, plan);
            case GRPC -> overPort("grpc", GrpcTarget::infer, running, plan);
        };
        print(report, () -> LoadTestText.lines(report).forEach(this::say));
        return (passed(report) ? ExitCode.DONE : ExitCode.REFUSED).status();
    }

    private void requireShare() {
        if (!(minSuccess >= 0 && minSuccess <= 1)) {
            throw new PakitException.Invalid("--min-success must be 0 to 1, found " + minSuccess);
        }
    }

    private LoadReport inProcess(Optional<NodeAddress> running, LoadPlan plan) {
        running.ifPresent(node -> {
            throw new PakitException.Unavailable("home " + home() + " is served at " + node.uri()
                    + ", so its models are there: use --over http or grpc, or stop it");
        });
        Wiring wiring = Wiring.open(
                home(), Configuration.of(home(), settings()), "pakit load-test", ModelsWanted.REGISTERED_OR_SHIPPED);
        try (var node = wiring.node()) {
            return test(
                    "process",
                    new ProcessTarget(
                            wiring.models(), model, rows(node.models()).rows()),
                    node,
                    plan);
        }
    }

    private LoadReport overPort(String way, Protocol protocol, Optional<NodeAddress> running, LoadPlan plan) {
        NodeAddress address = running.orElseThrow(() -> new PakitException.Unavailable(
                "no node serves home " + home() + ": start one with 'pakit serve', or use --over process"));
        SocketFactory sockets =
                address.tls().<SocketFactory>map(SSLContext::getSocketFactory).orElseGet(SocketFactory::getDefault);
        Map<String, String> headers = address.token()
                .map(token -> Map.of("Authorization", "Bearer " + token.text()))
                .orElse(Map.of());
        try (NodeOperations node = open()) {
            LoadTarget target = protocol.target(address.uri(), sockets, headers, model, rows(node.models()));
            return test(way, target, node, plan);
        }
    }

    /// Makes the model behind a port a target.
    private interface Protocol {
        LoadTarget target(
                URI address, SocketFactory sockets, Map<String, String> headers, String model, SampleRows rows);
    }

    private LoadReport test(String way, LoadTarget target, NodeOperations node, LoadPlan plan) {
        try (target) {
            return LoadTest.run(model, way, target, node.models(), plan);
        }
    }

    private SampleRows rows(ModelOperations models) {
        Results.Version live = models.show(model).live();
        if (live == null) {
            throw new PakitException.Unavailable("no version of " + model + " is live; 'pakit health' says why");
        }
        return SampleRows.of(live.schema(), live.inputs().getFirst(), seed);
    }

    private boolean passed(LoadReport report) {
        boolean swapped = report.swaps() == null || report.swaps().failures().isEmpty();
        return report.successRate() >= minSuccess && swapped && report.unsent() == 0;
    }
}
