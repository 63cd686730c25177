package pakit.preflight;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import pakit.ml.models.GateReport;
import pakit.ml.models.Manifest;
import pakit.ml.serving.ModelServer;

/// Every live version was evaluated on the reference set, which nobody trained on, and passed the gate.
public final class ModelsValidated implements Check {
    private final Supplier<ModelServer> models;

    public ModelsValidated(Supplier<ModelServer> models) {
        this.models = models;
    }

    @Override
    public String name() {
        return "models validated";
    }

    @Override
    public Finding look() {
        ModelServer server = models.get();
        List<String> passed = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (String model : server.registry().models()) {
            Manifest live = server.live(model).orElseThrow();
            Optional<GateReport> report = server.admission().report(live);
            if (report.isPresent() && report.get().passed()) {
                passed.add(live.title());
            } else {
                problems.add(live.title() + ": "
                        + report.map(failed -> "live although the gate says " + failed.failures())
                                .orElse("never validated"));
            }
        }
        if (!problems.isEmpty()) {
            return Finding.fail(
                    String.join("; ", problems), "pakit models validate NAME VERSION, then swap to one that passes");
        }
        return passed.isEmpty()
                ? Finding.fail("no model is live", "train one, or swap to a registered version")
                : Finding.pass("passed the gate: " + String.join(", ", passed));
    }
}
