package pakit.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pakit.node.NodeOperations;
import pakit.node.PutOrder;
import pakit.node.Results;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "import",
        description = "Takes in a CAR file of version 1, as IPFS tools write it, and keeps its roots.",
        footer = {
            "",
            "Each block is checked against its id. Roots whose blocks are not all there are refused. Durable when it",
            "returns.",
            "",
            "Examples:",
            "  pakit import photos.car",
            "  ipfs dag export bafy… | pakit import - --name photos"
        })
final class ImportVerb extends Verb {
    private static final String SUFFIX = ".car";

    @Parameters(paramLabel = "FILE", description = "The CAR file; - is standard input.")
    private Path file = Path.of("-");

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The name under which the root is listed; of several roots NAME-1, NAME-2 and so on."
                    + " Default: the name of FILE without .car")
    private @Nullable String name;

    @Override
    public Integer call() throws IOException {
        PutOrder order = PutOrder.named(Optional.ofNullable(name).or(this::nameOfFile));
        Results.Put answer;
        try (Source source = Source.open(this, file);
                Progress progress = new Progress(terminal(), "import " + file, source.totalBytes());
                NodeOperations node = open();
                InputStream car = new BufferedInputStream(source.counted(progress), 1 << 16)) {
            answer = node.transfers().importCar(car, order);
        }
        print(answer, () -> PutVerb.say(this, answer));
        return ExitCode.DONE.status();
    }

    private Optional<String> nameOfFile() {
        if (Source.isStandardInput(file)) {
            return Optional.empty();
        }
        String base = file.getFileName().toString();
        return Optional.of(base.endsWith(SUFFIX) ? base.substring(0, base.length() - SUFFIX.length()) : base)
                .filter(text -> !text.isBlank());
    }
}
