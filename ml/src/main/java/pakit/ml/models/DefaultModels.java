package pakit.ml.models;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import pakit.error.PakitException;

/// The models that ship with Pakit, for a home that has none. They were trained by the same commands that users have;
/// their cards say on what.
public final class DefaultModels {
    private static final String ROOT = "/pakit/models/";

    private static final String EVALUATION_FILE = "evaluation.json";

    /// By name, in the order of names.
    private static final SortedMap<String, String> VERSIONS = new TreeMap<>(Map.of(
            CompressionPredictor.NAME, "1.0.0",
            DedupPredictor.NAME, "1.0.0",
            NetworkOptimizerModel.NAME, "1.0.0",
            PeerSelectorModel.NAME, "1.0.0",
            PrefetchModel.NAME, "1.0.0"));

    private DefaultModels() {}

    public static List<ModelArtifact> artifacts() {
        return artifacts(name -> true);
    }

    /// Those with a name that is `wanted`; reads no others.
    public static List<ModelArtifact> artifacts(Predicate<String> wanted) {
        return VERSIONS.entrySet().stream()
                .filter(shipped -> wanted.test(shipped.getKey()))
                .map(shipped -> artifact(shipped.getKey(), shipped.getValue()))
                .toList();
    }

    /// What was measured of a shipped version on that reference set, so that a new home need not measure it again.
    static Optional<ModelEvaluation> evaluation(Manifest manifest, String reference) {
        String file = ROOT + manifest.name() + "/" + manifest.version() + "/" + EVALUATION_FILE;
        if (DefaultModels.class.getResource(file) == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(EvaluationFiles.read(resource(file), manifest, reference));
        } catch (PakitException.Corrupt anotherVersionOrSet) {
            return Optional.empty();
        }
    }

    private static ModelArtifact artifact(String name, String version) {
        String directory = ROOT + name + "/" + version + "/";
        String source = "shipped " + name + " v" + version;
        Manifest manifest = ManifestJson.read(resource(directory + ModelArtifact.MANIFEST_FILE), source);
        byte[] payload = resource(directory + manifest.payload());
        return new ModelArtifact(
                manifest, payload, new String(resource(directory + ModelArtifact.CARD_FILE), StandardCharsets.UTF_8));
    }

    static byte[] resource(String name) {
        try (InputStream in = DefaultModels.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new PakitException.Corrupt("this installation of Pakit lacks " + name + "; build it again");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new PakitException.Corrupt("this installation of Pakit cannot read " + name + "; build it again", e);
        }
    }
}
