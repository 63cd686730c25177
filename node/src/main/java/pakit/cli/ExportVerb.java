package pakit.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongConsumer;
import pakit.error.PakitException;
import pakit.node.NodeOperations;
import pakit.store.DurableFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "export",
        description = "Writes a stored tree as a CAR file, which IPFS tools read.",
        footer = {
            "",
            "Each block comes once, depth first; the same tree gives the same file. It appears under its name when it is",
            "whole.",
            "",
            "Examples:",
            "  pakit export photos photos.car",
            "  pakit export photos/2025 - | ssh elsewhere pakit import - --name photos-2025"
        })
final class ExportVerb extends Verb {
    @Parameters(index = "0", paramLabel = "ROOT[/PATH]", description = "A root's id or name, and a path in it.")
    private String what = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "The file to make; - is standard output.")
    private Path file = Path.of("-");

    @Option(names = "--force", description = "Replace FILE if it is there.")
    private boolean force;

    @Override
    public Integer call() throws IOException {
        try (NodeOperations node = openStore();
                Progress progress = new Progress(terminal(), "export " + what, -1)) {
            if (file.toString().equals("-")) {
                node.transfers().exportCar(what, new Counted(terminal().out(), progress));
                terminal().out().flush();
                return ExitCode.DONE.status();
            }
            Path target = path(file);
            if (!force && Files.exists(target)) {
                throw new PakitException.Refused(target + " exists: remove it, name another file, or say --force");
            }
            DurableFiles.write(target, out -> node.transfers().exportCar(what, new Counted(out, progress)));
            long bytes = Files.size(target);
            print(Map.of("path", target.toString(), "bytes", bytes), () -> say(target + "  " + Figures.bytes(bytes)));
        }
        return ExitCode.DONE.status();
    }

    /// Tells how much was written.
    private static final class Counted extends FilterOutputStream {
        private final LongConsumer progress;

        Counted(OutputStream out, LongConsumer progress) {
            super(out);
            this.progress = progress;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            progress.accept(length);
        }
    }
}
