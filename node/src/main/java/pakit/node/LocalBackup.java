package pakit.node;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import pakit.dag.FileTreeWalker;
import pakit.dag.TreeSink;
import pakit.dag.WalkListener;
import pakit.dag.WalkOptions;
import pakit.error.PakitException;
import pakit.ml.database.DatabaseFile;
import pakit.store.Home;
import pakit.store.HomeLayout;
import pakit.store.HomeSnapshot;

/// Tells a sink a home as it is at one moment: what [HomeSnapshot] holds, and `pakit.db`. One at a time. Thread-safe.
final class LocalBackup {
    private static final WalkListener NOBODY = new WalkListener() {
        @Override
        public void read(long bytes) {}

        @Override
        public void skipped(Skipped entry) {}
    };

    private final Home home;
    private final InstantSource clock;
    private final ReentrantLock running = new ReentrantLock();

    LocalBackup(Home home, InstantSource clock) {
        this.home = home;
        this.clock = clock;
    }

    /// @throws PakitException.Unavailable while another one runs
    void tell(TreeSink sink) throws IOException {
        if (!running.tryLock()) {
            throw new PakitException.Unavailable("a backup of this home is running: try again when it has ended");
        }
        try (HomeSnapshot snapshot = HomeSnapshot.of(home)) {
            HomeLayout copy = new HomeLayout(snapshot.directory());
            copyDatabase(home.layout(), copy);
            FileTreeWalker walker = new FileTreeWalker(
                    new WalkOptions(WalkOptions.Unreadable.REFUSED, WalkOptions.Times.DROPPED, Set.of()));
            walker.tell(copy.directory(), sink, NOBODY);
        } finally {
            running.unlock();
        }
    }

    private void copyDatabase(HomeLayout from, HomeLayout to) {
        if (!Files.exists(from.pakitDatabase())) {
            return;
        }
        try {
            new DatabaseFile(from.pakitDatabase(), "database", clock).copyTo(to.pakitDatabase());
        } catch (SQLException e) {
            throw new PakitException.Unavailable(from.pakitDatabase() + " cannot be copied: " + e.getMessage(), e);
        }
    }
}
