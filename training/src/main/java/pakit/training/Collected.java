package pakit.training;

import java.util.List;
import pakit.ml.models.Measurements;

/// Measurements and what was found on the way to them.
///
/// @param files regular files seen
/// @param unreadable the first of what could not be read, and why
record Collected(Measurements measurements, long files, List<String> unreadable) {}
