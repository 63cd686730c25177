package pakit.cli;

import picocli.CommandLine.Command;

@Command(
        name = "experiment",
        description = "Two arms compared, honestly.",
        subcommands = {
            ExperimentCreateVerb.class,
            ExperimentStatusVerb.class,
            ExperimentListVerb.class,
            ExperimentSplitVerb.class,
            ExperimentStopVerb.class,
            ExperimentDeleteVerb.class,
            AnalyzeVerb.class
        },
        footer = {
            "",
            "Examples:",
            "  pakit experiment create rollout --ramp 5,25,50,100",
            "  pakit experiment status rollout",
            "  pakit experiment analyze --control 3407,1396.87,52377.98 --treatment 3461,2422.7,134698.3"
        })
final class ExperimentCommand extends VerbGroup {}
