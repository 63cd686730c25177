package pakit.ml.models;

/// A measured figure with its 95 % interval.
public record Metric(double value, double low, double high) {}
