package pakit.ml.serving;

/// How the switch over all models stands. The single ones count only while it is on.
public enum MlSwitch {
    ON("on"),
    /// By [Switches#disableAll]; outlasts the process.
    OFF("off"),
    /// By [Switches#offForThisRun], whatever else is switched.
    OFF_BY_CONFIGURATION("off_by_configuration");

    private final String label;

    MlSwitch(String label) {
        this.label = label;
    }

    /// As health and metrics show it.
    public String label() {
        return label;
    }
}
