package pakit.ml.models;

/// All that was measured of a model version: what its gate judges, now and against any later live version.
///
/// @param reference which reference set, and which revision of the evaluator
/// @param rows inputs that it was asked for its finiteness: those of the reference set and fuzzed ones
/// @param failedRows those of them without a finite answer
/// @param firstFailure what was wrong with the first of them, or empty
public record ModelEvaluation(
        String reference, int rows, int failedRows, String firstFailure, LatencyFigures latency, Quality quality) {}
