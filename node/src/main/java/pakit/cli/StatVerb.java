package pakit.cli;

import pakit.node.NodeOperations;
import pakit.node.Results;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "stat",
        description = "Says how a block is stored.",
        footer = {"", "Examples:", "  pakit stat bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e"})
final class StatVerb extends Verb {
    @Parameters(paramLabel = "ID", description = "The id of a block; a root is one too.")
    private String id = "";

    @Override
    public Integer call() {
        try (NodeOperations node = openStore()) {
            Results.Stat stat = node.stat(id);
            print(stat, () -> {
                say("id        " + stat.id());
                say("kind      " + stat.kind());
                say("plain     " + stat.plainBytes() + " B");
                say("stored    " + stat.storedBytes() + " B as " + stat.encoding());
                if (stat.base() != null) {
                    say("base      " + stat.base() + ", depth " + stat.depth());
                }
                stat.links().forEach(link -> say("link      " + link));
            });
        }
        return ExitCode.DONE.status();
    }
}
