package pakit.preflight;

/// An experiment is configured. Pending as long as nodes cannot run any.
public final class ExperimentConfigured implements Check {
    @Override
    public String name() {
        return "experiment configured";
    }

    @Override
    public Finding look() {
        return Finding.pending(
                "nodes of this version cannot run experiments yet; every new version serves all traffic");
    }
}
