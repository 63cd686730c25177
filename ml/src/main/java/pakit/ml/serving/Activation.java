package pakit.ml.serving;

import java.time.Instant;
import pakit.ml.models.ModelVersion;

/// One line of a model's history.
///
/// @param kind `activate` or `rollback`
/// @param actor who asked: `cli`, `http`, `install`
public record Activation(Instant at, ModelVersion version, String kind, String actor, String reason) {}
