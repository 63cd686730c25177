package pakit.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import pakit.error.PakitException;
import pakit.training.Plot;

/// A new directory for plots, one SVG file each.
record PlotFiles(Path directory) {
    /// @throws PakitException.Refused if it exists
    PlotFiles {
        if (Files.exists(directory)) {
            throw new PakitException.Refused(directory + " exists: name a new directory with --plots");
        }
    }

    void write(List<Plot> plots) throws IOException {
        Files.createDirectories(directory);
        for (Plot plot : plots) {
            Files.writeString(directory.resolve(plot.name() + ".svg"), plot.svg());
        }
    }
}
