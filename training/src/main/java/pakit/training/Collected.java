package pakit.training;

import pakit.ml.models.Measurements;

import java.util.List;

/// Measurements and what was found on the way to them.
///
/// @param files regular files seen
/// @param unreadable the first of what could not be read, and why
record Collected(Measurements measurements, long files, List<String> unreadable) {}
