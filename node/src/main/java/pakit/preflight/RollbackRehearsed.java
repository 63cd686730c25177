package pakit.preflight;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import pakit.error.PakitException;
import pakit.ml.models.Manifest;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.ModelVersion;
import pakit.ml.serving.Cause;
import pakit.ml.serving.ModelServer;

/// Every loaded model can be rolled back: done for real, on a copy. To the version that was live before; where there
/// was none, a copy of the live version is swapped in and rolled back.
public final class RollbackRehearsed implements Check {
    private static final Cause REHEARSAL = new Cause("preflight", "rehearsal on a copy");

    private final Supplier<ModelServer> copy;

    /// @param copy a running server on a copy of the home's models, which this may change
    public RollbackRehearsed(Supplier<ModelServer> copy) {
        this.copy = copy;
    }

    @Override
    public String name() {
        return "rollback rehearsed";
    }

    @Override
    public Finding look() {
        ModelServer server = copy.get();
        List<String> done = new ArrayList<>();
        for (String model : server.registry().models()) {
            Manifest live = server.live(model).orElseThrow();
            try {
                done.add(model + " " + live.version() + " → " + rollBack(server, live));
            } catch (PakitException e) {
                return Finding.fail(
                        model + " cannot be rolled back: " + e.getMessage(),
                        "make a version that loads live before the next rollout, so that there is a way back");
            }
        }
        return done.isEmpty()
                ? Finding.fail("no model is loaded, so none can be rolled back", "swap to a registered version")
                : Finding.pass(String.join(", ", done));
    }

    private static String rollBack(ModelServer server, Manifest live) {
        try {
            ModelVersion before = server.rollbackModel(live.name(), REHEARSAL);
            requireLive(server, live.name(), before);
            return before.text();
        } catch (PakitException.NotFound nothingBefore) {
            return afterASwap(server, live);
        }
    }

    private static String afterASwap(ModelServer server, Manifest live) {
        ModelArtifact artifact = server.versions().artifact(live.name(), live.version());
        ModelVersion next = ModelVersion.parse(live.version().text().replaceAll("[-+].*", "") + "-rehearsal");
        server.versions().register(artifact.withVersion(next));
        server.force(live.name(), next, REHEARSAL);
        requireLive(server, live.name(), next);
        ModelVersion back = server.rollbackModel(live.name(), REHEARSAL);
        requireLive(server, live.name(), live.version());
        return next + " → " + back;
    }

    private static void requireLive(ModelServer server, String model, ModelVersion expected) {
        ModelVersion found = server.live(model).orElseThrow().version();
        if (!found.equals(expected)) {
            throw new PakitException.Corrupt(model + " " + found + " is live, expected " + expected);
        }
    }
}
