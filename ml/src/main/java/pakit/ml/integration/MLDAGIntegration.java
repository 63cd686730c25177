package pakit.ml.integration;

import pakit.hint.Advice;
import pakit.hint.Advisor;
import pakit.hint.CompressionFacts;
import pakit.hint.Hint;
import pakit.ml.serving.ModelServer;

/// The advisor of a node: facts become features, the live model answers, its answer becomes typed advice. Behind a
/// circuit breaker per model; never throws. Thread-safe.
public final class MLDAGIntegration implements Advisor {
    public MLDAGIntegration(ModelServer server, FallbackManager fallback) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Advice<Hint.Compression> compressionHint(CompressionFacts facts) {
        throw new UnsupportedOperationException();
    }
}
