package pakit.ml.serving;

import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.ModelVersion;
import pakit.ml.models.PakitModel;

/// A server over fake models: version N.0.0 of the model `m` answers N.
final class ServedModels {
    static final Cause CAUSE = new Cause("test", "why not");

    final Path models;
    final Queue<FakeModel> loaded = new ConcurrentLinkedQueue<>();

    ServedModels(Path models) {
        this.models = models;
    }

    /// Registers versions 1.0.0 to `count`.0.0 and starts with 1.0.0 live.
    ModelServer started(int count) {
        ModelServer server = unstarted();
        for (int major = 1; major <= count; major++) {
            server.versions().register(artifact(major));
        }
        server.installDefaults(List.of(artifact(1)));
        server.start();
        return server;
    }

    /// Starts on what is there.
    ModelServer restarted() {
        ModelServer server = unstarted();
        server.start();
        return server;
    }

    static ModelArtifact artifact(int major) {
        return Artifacts.artifact("m", major + ".0.0", major);
    }

    static ModelVersion version(int major) {
        return new ModelVersion(major + ".0.0");
    }

    static float answer(ModelServer server, String versionOrAlias) {
        try (Lease lease = server.registry().lease("m", versionOrAlias)) {
            return server.predict(lease, 1, new float[2]).outputs()[0];
        }
    }

    Path file(int major) {
        return models.resolve("m").resolve(version(major).text()).resolve("model.onnx");
    }

    private ModelServer unstarted() {
        return new ModelServer(models, this::load, Artifacts.openGate(models));
    }

    private PakitModel load(ModelArtifact artifact) {
        FakeModel model = Artifacts.model(artifact);
        loaded.add(model);
        return model;
    }
}
