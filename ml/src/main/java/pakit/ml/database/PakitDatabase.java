package pakit.ml.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.ml.database.DatabaseFile.Durability;

/// The one database of a home for what must survive: alerts, settings made at run time, experiments. Opened when first
/// needed. Work runs in transactions, one at a time, and is on the disk when it returns. Thread-safe.
///
/// A file of a newer format is refused. One that is corrupt is set aside by name and a new one begun;
/// [#takeLoss] tells it once, so that somebody can raise an alert.
public final class PakitDatabase implements AutoCloseable {
    private final DatabaseFile file;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Connection connection;
    private boolean closed;
    private volatile String loss = "";

    public PakitDatabase(Path file, InstantSource clock) {
        this.file = new DatabaseFile(file, "database", clock);
    }

    /// One that lasts as long as the object.
    public static PakitDatabase inMemory() {
        return new PakitDatabase(Path.of(":memory:"), InstantSource.system());
    }

    /// What is done in one transaction. It may be run twice: if the file turns out to be corrupt, on the new one again.
    public interface Work<T extends @Nullable Object> {
        T on(Connection connection) throws SQLException;
    }

    /// Opens it now.
    ///
    /// @throws PakitException.Corrupt naming both formats, if it is of a newer one
    /// @throws PakitException.Unavailable if it cannot be opened
    public void open() {
        transact(opened -> true);
    }

    /// Does `work`, wholly or not at all.
    ///
    /// @throws PakitException.Corrupt naming both formats, if the file is of a newer one
    /// @throws PakitException.Unavailable if it cannot be read or written
    public <T extends @Nullable Object> T transact(Work<T> work) {
        lock.lock();
        try {
            return attempt(work);
        } catch (SQLException | IOException e) {
            throw new PakitException.Unavailable(file.what() + " " + file.path() + ": " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    /// Whether nothing was ever written to it: its file is not there, and nobody has opened it. Spares those who would
    /// only find nothing the loading of SQLite, a tenth of the time of a short run.
    public boolean isBlank() {
        lock.lock();
        try {
            return connection == null && !Files.exists(file.path());
        } finally {
            lock.unlock();
        }
    }

    /// What was lost since the last call, in words: the file was corrupt and a new one begun.
    public Optional<String> takeLoss() {
        if (loss.isEmpty()) {
            return Optional.empty();
        }
        lock.lock();
        try {
            String told = loss;
            loss = "";
            return told.isEmpty() ? Optional.empty() : Optional.of(told);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            drop();
        } catch (SQLException e) {
            throw new PakitException.Unavailable(file.what() + " " + file.path() + " did not close: " + e, e);
        } finally {
            lock.unlock();
        }
    }

    private <T extends @Nullable Object> T attempt(Work<T> work) throws SQLException, IOException {
        try {
            return once(work);
        } catch (SQLException e) {
            if (!DatabaseFile.isDamage(e)) {
                throw e;
            }
            drop();
            String aside = file.setAside("it is corrupt (" + e.getMessage() + ")");
            loss = file.path().getFileName() + " was corrupt and is set aside as " + aside
                    + "; earlier alerts and settings made at run time are in it";
            return once(work);
        }
    }

    private <T extends @Nullable Object> T once(Work<T> work) throws SQLException {
        Connection opened = connection();
        try {
            T result = work.on(opened);
            opened.commit();
            return result;
        } catch (SQLException | RuntimeException e) {
            rollBack(opened, e);
            throw e;
        }
    }

    private static void rollBack(Connection opened, Exception cause) {
        try {
            opened.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private Connection connection() throws SQLException {
        if (closed) {
            throw new PakitException.Unavailable(file.what() + " " + file.path() + " is closed");
        }
        Connection opened = connection;
        if (opened == null) {
            opened = file.connect(Durability.MACHINE);
            try {
                requireFormat(opened);
            } catch (SQLException | RuntimeException e) {
                opened.close();
                throw e;
            }
            connection = opened;
        }
        return opened;
    }

    private void requireFormat(Connection opened) throws SQLException {
        int found = DatabaseFile.format(opened);
        if (found > PakitSchema.FORMAT) {
            throw new PakitException.Corrupt(file.what() + " " + file.path() + " has format " + found
                    + ", this Pakit reads up to format " + PakitSchema.FORMAT + ": use a newer Pakit");
        }
        opened.setAutoCommit(false);
        if (found < PakitSchema.FORMAT) {
            PakitSchema.bringUp(opened, found);
            opened.commit();
        }
    }

    private void drop() throws SQLException {
        Connection opened = connection;
        connection = null;
        if (opened != null) {
            opened.close();
        }
    }
}
