package pakit.node;

/// Whether a model may give hints.
public enum SwitchPosition {
    ENABLED,
    DISABLED
}
