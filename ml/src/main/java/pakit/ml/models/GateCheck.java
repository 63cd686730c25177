package pakit.ml.models;

/// One thing that a gate asks of a version.
///
/// @param name such as `finite` or `regret.balanced`
/// @param found the figure
/// @param required what it is held against; `words` say on which side it has to be
/// @param words figure and requirement for people
public record GateCheck(String name, boolean passed, double found, double required, String words) {}
