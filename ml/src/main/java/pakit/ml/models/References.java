package pakit.ml.models;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Which reference set judges which model.
public interface References {
    /// A reference set that is read when it is needed.
    ///
    /// @param name with version and digest, so that figures on another set are never taken for figures on this one
    record Named(String name, Supplier<Reference> reference) {}

    /// Empty if there is none for models of that name.
    Optional<Named> of(Manifest manifest);

    /// Those that ship with Pakit, and plain inputs for models that it does not know. The one table of them.
    static References standard() {
        Map<String, Optional<Named>> read = new ConcurrentHashMap<>(); // every swap asks, and what ships stays as it is
        return manifest -> Optional.of(read.computeIfAbsent(manifest.name(), References::shipped)
                .orElseGet(() -> PlainInputs.named(manifest)));
    }

    private static Optional<Named> shipped(String model) {
        return switch (model) {
            case CompressionPredictor.NAME -> Optional.of(ReferenceSet.COMPRESSION.named());
            case NetworkOptimizerModel.NAME -> Optional.of(ChoiceSet.shipped("gossip-1.json.gz"));
            case PeerSelectorModel.NAME -> Optional.of(ChoiceSet.shipped("peers-1.json.gz"));
            case PrefetchModel.NAME -> Optional.of(PrefetchCases.named());
            case DedupPredictor.NAME -> Optional.of(ChoiceSet.shipped("dedup-1.json.gz"));
            default -> Optional.empty();
        };
    }
}
