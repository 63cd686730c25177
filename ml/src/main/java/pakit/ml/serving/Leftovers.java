package pakit.ml.serving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a process that died has left in the directory of a model: registrations and deletions that did not finish.
final class Leftovers {
    static final String HALF_WRITTEN = ".tmp-";
    static final String HALF_DELETED = ".deleted-";

    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private Leftovers() {}

    /// Sets half-written versions aside by name, and finishes deletions.
    static void settle(Path model, List<Path> directories, Instant now) throws IOException {
        for (Path directory : directories) {
            String name = directory.getFileName().toString();
            if (name.startsWith(HALF_WRITTEN)) {
                String aside = ".half-written-" + name.substring(HALF_WRITTEN.length()) + "-" + SetAside.stamp(now);
                Files.move(directory, directory.resolveSibling(aside), StandardCopyOption.ATOMIC_MOVE);
                LOG.warn("a registration in {} did not finish: its files are set aside as {}", model, aside);
            } else if (name.startsWith(HALF_DELETED)) {
                LOG.warn("a clean-up in {} did not finish: {} is deleted now", model, name);
                CleanUp.deleteFiles(directory);
            }
        }
    }
}
