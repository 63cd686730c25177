package pakit.training;

import java.util.List;

/// How a version fared on some data.
///
/// @param plots for people
/// @param unreadable the first of what could not be read, and why
public record EvaluationResult(Report report, List<Plot> plots, List<String> unreadable) {
    public EvaluationResult {
        plots = List.copyOf(plots);
        unreadable = List.copyOf(unreadable);
    }
}
