package pakit.ml.serving;

/// Why a version becomes live.
///
/// @param actor who asked: `cli`, `http`, `install`
/// @param reason in the actor's words; may be empty
public record Cause(String actor, String reason) {}
