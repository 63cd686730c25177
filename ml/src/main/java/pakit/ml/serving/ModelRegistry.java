package pakit.ml.serving;

import java.util.Set;

/// The live version of each model, each behind one volatile reference. Thread-safe.
public final class ModelRegistry {
    ModelRegistry() {}

    /// Names of the models that are loaded.
    public Set<String> models() {
        throw new UnsupportedOperationException();
    }
}
