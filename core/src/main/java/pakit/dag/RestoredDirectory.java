package pakit.dag;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A directory that is being filled. It gets its mode and time, if it is new, when it was left and all that is in it is
/// done, by whoever does the last of that: a read-only one could not be filled, nor one that cannot be searched.
final class RestoredDirectory {
    private final String path;
    private final Path file;
    private final Attributes attributes;
    private final boolean created;
    private final @Nullable RestoredDirectory parent;
    private final Set<String> names = new HashSet<>();
    private final AtomicInteger left = new AtomicInteger(1);

    /// @param parent null for the top
    /// @param created whether it is new
    RestoredDirectory(
            String path, Path file, Attributes attributes, boolean created, @Nullable RestoredDirectory parent) {
        this.path = path;
        this.file = file;
        this.attributes = attributes;
        this.created = created;
        this.parent = parent;
        if (parent != null) {
            parent.left.incrementAndGet();
        }
    }

    String path() {
        return path;
    }

    Path file() {
        return file;
    }

    /// @return whether no file of that name came before
    boolean firstOf(String name) {
        return names.add(name);
    }

    /// Keeps the directory from being done until the answer runs, once or more often.
    Runnable fileBegun() {
        left.incrementAndGet();
        AtomicBoolean ended = new AtomicBoolean();
        return () -> {
            if (ended.compareAndSet(false, true)) {
                try {
                    done();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    /// No more comes into it.
    void leave() throws IOException {
        done();
    }

    private void done() throws IOException {
        @Nullable RestoredDirectory here = this;
        while (here != null && here.left.decrementAndGet() == 0) {
            if (here.created) {
                WholeFile.apply(here.attributes, here.file);
            }
            here = here.parent;
        }
    }
}
