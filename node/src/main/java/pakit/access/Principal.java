package pakit.access;

/// Somebody who has proved who they are.
///
/// @param name as it shows up in the history of models
public record Principal(String name, Role role) {}
