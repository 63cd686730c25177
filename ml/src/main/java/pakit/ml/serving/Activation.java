package pakit.ml.serving;

import java.time.Instant;
import java.util.Set;
import pakit.ml.models.ModelVersion;

/// One line of a model's history: what happened to `version` at `at`.
///
/// @param kind one of the constants here; after those that [#makesLive] the version is live
/// @param actor who asked: `cli`, `http`, `install`, `start`
/// @param reason in the actor's words; may be empty
public record Activation(Instant at, ModelVersion version, String kind, String actor, String reason) {
    public static final String ACTIVATE = "activate";
    public static final String FORCE = "force";
    public static final String ROLLBACK = "rollback";
    /// At a start another version than before serves: one could not be loaded, or it could again. What a rollback leads
    /// to stays.
    public static final String START = "start";
    /// From now on this is the challenger.
    public static final String CHALLENGER = "challenger";
    /// There is no challenger any more.
    public static final String CHALLENGER_REMOVED = "challenger-removed";
    /// The version's files were deleted; the reason names their digest.
    public static final String CLEANUP = "cleanup";

    private static final Set<String> STANDING = Set.of(ACTIVATE, FORCE, ROLLBACK);
    private static final Set<String> OTHERS = Set.of(START, CHALLENGER, CHALLENGER_REMOVED, CLEANUP);

    public Activation {
        if (!STANDING.contains(kind) && !OTHERS.contains(kind)) {
            throw new IllegalArgumentException("kind must be one of " + STANDING + " or " + OTHERS + ", found " + kind);
        }
    }

    /// Whether somebody made the version live, so that it counts for the next start and for rollbacks.
    boolean stands() {
        return STANDING.contains(kind);
    }

    /// Whether the version was live from then on.
    public boolean makesLive() {
        return stands() || kind.equals(START);
    }
}
