package pakit.cli;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import pakit.access.Token;
import pakit.load.LoadPlan;
import pakit.load.LoadReport;
import pakit.load.LoadTest;
import pakit.load.ProcessTarget;
import pakit.load.SampleRows;
import pakit.ml.models.Manifest;
import pakit.node.NodeFile;
import pakit.node.NodeOperations;
import pakit.preflight.AlertsSet;
import pakit.preflight.ArtifactsIntact;
import pakit.preflight.Check;
import pakit.preflight.Credentials;
import pakit.preflight.DashboardShipped;
import pakit.preflight.DiskSpace;
import pakit.preflight.ExperimentConfigured;
import pakit.preflight.FileDescriptors;
import pakit.preflight.Finding;
import pakit.preflight.JdkVersion;
import pakit.preflight.LoadCarried;
import pakit.preflight.MetricsParse;
import pakit.preflight.ModelsValidated;
import pakit.preflight.NodeHealthy;
import pakit.preflight.Preflight;
import pakit.preflight.PreflightReport;
import pakit.preflight.RollbackRehearsed;
import picocli.CommandLine.Command;

@Command(
        name = "preflight",
        description = "Goes through the deployment checklist and says what to do. Changes nothing of the home.",
        footer = {
            "",
            "Asks the node of this home if there is one, and starts one on a copy of the models for what must not be",
            "tried on them. Exit code 1 if a check failed; pending ones are allowed.",
            "",
            "Examples:",
            "  pakit preflight",
            "  pakit preflight --json"
        })
final class PreflightVerb extends Verb {
    @Override
    public Integer call() throws IOException {
        requireNoNode();
        Configuration configuration = Configuration.of(home(), settings());
        Optional<NodeFile> running = NodeFile.running(home());
        PreflightReport report;
        try (@Nullable NodeOperations served = running.isPresent() ? open() : null;
                Rehearsal rehearsal = new Rehearsal(home(), quiet())) {
            String which =
                    running.map(node -> "the node at " + node.address()).orElse("a node on a copy of the models");
            Supplier<NodeOperations> node = served == null ? rehearsal::node : () -> served;
            report = Preflight.run(checks(configuration, rehearsal, which, node));
        }
        print(report, () -> print(report));
        return (report.passed() ? ExitCode.DONE : ExitCode.REFUSED).status();
    }

    /// For the rehearsal: nobody is told of the alerts that it may raise.
    private Configuration quiet() {
        Map<String, String> quiet = new HashMap<>(settings());
        quiet.put("alerts.webhook", "");
        return Configuration.of(home(), quiet);
    }

    /// In the order of the guide's checklist, then what the machine has to offer. The rollback comes after the load
    /// test, which is to see the versions that are live.
    private List<Check> checks(
            Configuration configuration, Rehearsal rehearsal, String which, Supplier<NodeOperations> node) {
        String told = configuration.alerts().webhook().isPresent() ? "the webhook is told" : "no webhook is told";
        return List.of(
                new ModelsValidated(rehearsal::models),
                new ArtifactsIntact(rehearsal.modelDirectory()),
                new NodeHealthy(which, () -> node.get().health()),
                new ExperimentConfigured(() -> node.get().experiments().list()),
                new AlertsSet(() -> node.get().metrics(), told),
                new MetricsParse(() -> node.get().metrics()),
                new DashboardShipped(),
                new LoadCarried(
                        () -> List.copyOf(rehearsal.models().registry().models()),
                        (model, plan) -> loadTest(rehearsal.wiring(), model, plan),
                        configuration.gate().p95Max()),
                new RollbackRehearsed(rehearsal::models),
                DiskSpace.of(home()),
                new FileDescriptors(PreflightVerb::fileDescriptorsMax),
                new JdkVersion(Runtime.version()),
                new Credentials(() -> protection(configuration.serve())));
    }

    private static LoadReport loadTest(Wiring wiring, String model, LoadPlan plan) {
        Manifest live = wiring.models().live(model).orElseThrow();
        List<float[]> rows = SampleRows.of(
                        live.schemaName() + " v" + live.schemaVersion(),
                        live.inputs().getFirst(),
                        1)
                .rows();
        try (ProcessTarget target = new ProcessTarget(wiring.models(), model, rows)) {
            return LoadTest.run(model, "process", target, wiring.node().models(), plan);
        }
    }

    private static long fileDescriptorsMax() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }

    private String protection(ServeSettings serve) {
        boolean open = serve.http(Token.random(new SecureRandom()), terminal().err())
                .protection()
                .access()
                .isOpen();
        return open
                ? serve.host() + " is reached from this machine only, and asks for no credentials"
                : serve.host() + " lets in who shows a token or a certificate";
    }

    private void print(PreflightReport report) {
        Table table = new Table("CHECK", "RESULT", "FOUND");
        for (PreflightReport.Line line : report.checks()) {
            table.row(line.name(), line.status().name().toLowerCase(Locale.ROOT), line.found());
        }
        print(table);
        report.checks().stream()
                .filter(line -> line.status() == Finding.Status.FAIL)
                .forEach(line -> say(line.name() + ": " + line.todo()));
        say("%d passed, %d failed, %d pending"
                .formatted(
                        report.count(Finding.Status.PASS),
                        report.count(Finding.Status.FAIL),
                        report.count(Finding.Status.PENDING)));
    }
}
