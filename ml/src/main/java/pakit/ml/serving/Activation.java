package pakit.ml.serving;

import java.time.Instant;
import java.util.Set;
import pakit.ml.models.ModelVersion;

/// One line of a model's history: from `at` on, `version` was live.
///
/// @param kind [#ACTIVATE], [#FORCE] (past the gate) or [#ROLLBACK]
/// @param actor who asked: `cli`, `http`, `install`
/// @param reason in the actor's words; may be empty
public record Activation(Instant at, ModelVersion version, String kind, String actor, String reason) {
    public static final String ACTIVATE = "activate";
    public static final String FORCE = "force";
    public static final String ROLLBACK = "rollback";

    public Activation {
        if (!Set.of(ACTIVATE, FORCE, ROLLBACK).contains(kind)) {
            throw new IllegalArgumentException("kind must be activate, force or rollback, found " + kind);
        }
    }
}
