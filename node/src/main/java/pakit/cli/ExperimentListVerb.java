package pakit.cli;

import pakit.node.Experiments;
import pakit.node.NodeOperations;
import picocli.CommandLine.Command;

@Command(
        name = "list",
        description = "Lists experiments, the newest first.",
        footer = {"", "Examples:", "  pakit experiment list"})
final class ExperimentListVerb extends Verb {

    @Override
    public Integer call() {
        try (NodeOperations node = open(ModelsWanted.REGISTERED)) {
            Experiments.All all = new Experiments.All(node.experiments().list());
            print(all, () -> {
                Table table = new Table("NAME", "MODEL", "STATUS", ">SPLIT", "CREATED");
                for (Experiments.Summary one : all.experiments()) {
                    table.row(
                            one.name(),
                            one.model(),
                            one.status(),
                            ExperimentText.percent(one.trafficSplit()),
                            Figures.time(one.createdAt()));
                }
                print(table);
            });
        }
        return ExitCode.DONE.status();
    }
}
