package pakit.cli;

import pakit.node.SwitchPosition;
import picocli.CommandLine.Command;

@Command(
        name = "enable",
        description = "Lets a model give hints again, or every one.",
        footer = {"", "Examples:", "  pakit models enable compression_predictor", "  pakit models enable --all"})
final class EnableVerb extends SwitchVerb {
    @Override
    SwitchPosition position() {
        return SwitchPosition.ENABLED;
    }
}
