package pakit.cli;

import pakit.node.SwitchPosition;
import picocli.CommandLine.Command;

@Command(
        name = "disable",
        description = "Silences a model's hints, or those of all; kept over restarts.",
        footer = {"", "Examples:", "  pakit models disable compression_predictor", "  pakit models disable --all"})
final class DisableVerb extends SwitchVerb {
    @Override
    SwitchPosition position() {
        return SwitchPosition.DISABLED;
    }
}
