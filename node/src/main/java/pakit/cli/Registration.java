package pakit.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import pakit.error.PakitException;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.ModelVersion;
import pakit.node.NodeOperations;
import pakit.node.Results;
import pakit.node.SwapOrder;

/// One version of a model that a training is to register. The home is opened before and after, not meanwhile, so that
/// others can work on it.
///
/// @param home opens it, without installing the models that ship with Pakit: in a new home the trained version is the
///     first
record Registration(Supplier<NodeOperations> home, String model, ModelVersion version) {
    private static final String REASON = "first version, by training";

    /// @return the version that is live, which the new one follows
    /// @throws PakitException.Refused if the version is registered already
    Optional<ModelVersion> requireNew() {
        try (NodeOperations node = home.get()) {
            Optional<Results.Model> known = known(node);
            if (known.stream()
                    .flatMap(found -> found.versions().stream())
                    .anyMatch(found -> found.version().equals(version.text()))) {
                throw new PakitException.Refused(model + " v" + version
                        + " is registered already, and a version never changes: choose one that is new, or train"
                        + " without --register");
            }
            return known.map(Results.Model::live).map(Results.Version::version).map(ModelVersion::parse);
        }
    }

    /// What became of a registered version.
    sealed interface Registered {
        /// It answers now.
        record Live() implements Registered {}

        /// Another version is live.
        record Waiting() implements Registered {}

        /// No version is live, and the gate said no.
        record Refused(String why) implements Registered {}
    }

    Registered register(ModelArtifact artifact) throws IOException {
        Path directory = Files.createTempDirectory("pakit-trained-");
        try (NodeOperations node = home.get()) {
            artifact.write(directory);
            Results.Model registered = node.models().register(model, version.text(), directory, Map.of());
            if (registered.live() != null) {
                return new Registered.Waiting();
            }
            return swap(node);
        } finally {
            delete(directory);
        }
    }

    private Registered swap(NodeOperations node) {
        try {
            node.models().swap(model, new SwapOrder(version.text(), REASON));
            return new Registered.Live();
        } catch (PakitException.Refused e) {
            return new Registered.Refused(String.valueOf(e.getMessage()));
        }
    }

    private Optional<Results.Model> known(NodeOperations node) {
        boolean isKnown = node.models().list().models().stream()
                .anyMatch(found -> found.name().equals(model));
        return isKnown ? Optional.of(node.models().show(model)) : Optional.empty();
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
