package pakit.ml.telemetry;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.error.PakitException;
import pakit.ml.database.DatabaseFile;

/// Keeps a database to write to, whatever happens to it: one that is lost is set aside and the next begun, one that
/// cannot be opened is tried again, and on a disk that is nearly full nothing is written. Belongs to one thread, but
/// for [#sizeBytes].
final class EventKeeper {
    /// Telemetry is the first to stop on a disk that fills.
    static final long SPARE_BYTES = 64L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(EventKeeper.class);

    private final Supplier<EventDatabase> opener;
    private final LongSupplier usableBytes;
    private final TelemetryHealth health;
    private volatile long sizeBytes;
    private @Nullable EventDatabase database;

    /// Something that is asked of the database.
    interface Question<T> {
        T of(EventDatabase database) throws SQLException;
    }

    private interface Parting {
        void from(EventDatabase database) throws SQLException, IOException;
    }

    EventKeeper(Supplier<EventDatabase> opener, LongSupplier usableBytes, TelemetryHealth health) {
        this.opener = opener;
        this.usableBytes = usableBytes;
        this.health = health;
    }

    /// @return whether they were written
    boolean keep(List<TelemetryEvent> batch) {
        try {
            requireSpace();
            append(batch);
            sizeBytes = database().sizeBytes();
            health.wrote();
            return true;
        } catch (SQLException | RuntimeException e) {
            health.cannotWrite(String.valueOf(e.getMessage()));
            return false;
        }
    }

    /// @throws PakitException.Unavailable if the database cannot be read
    /// @throws PakitException.Refused if it is of a newer format
    <T> T ask(Question<T> question) {
        try {
            return question.of(database());
        } catch (SQLException | PakitException.Corrupt e) {
            if (isDamage(e)) {
                letGo(lost -> lost.setAside(e));
            }
            throw new PakitException.Unavailable("telemetry cannot be read: " + e.getMessage(), e);
        }
    }

    /// Of the file, when it was last written to.
    long sizeBytes() {
        return sizeBytes;
    }

    void close() {
        letGo(EventDatabase::close);
    }

    private void requireSpace() {
        long left = usableBytes.getAsLong();
        if (left < SPARE_BYTES) {
            throw new PakitException.Unavailable(
                    "the disk has " + left + " bytes left, and the last " + SPARE_BYTES + " are the store's");
        }
    }

    /// A second time into a new database, if the first is lost.
    private void append(List<TelemetryEvent> batch) throws SQLException {
        try {
            database().append(batch);
        } catch (SQLException e) {
            if (!EventDatabase.isLost(e)) {
                throw e;
            }
            letGo(lost -> lost.setAside(e));
            database().append(batch);
        }
    }

    /// Opens it if need be; one that cannot be opened is tried again the next time.
    private EventDatabase database() {
        EventDatabase opened = database;
        if (opened == null) {
            opened = opener.get();
            database = opened;
        }
        return opened;
    }

    private void letGo(Parting parting) {
        EventDatabase opened = database;
        database = null;
        try {
            if (opened != null) {
                parting.from(opened);
            }
        } catch (SQLException | IOException e) {
            LOG.warn("telemetry database did not close cleanly: {}", e.getMessage());
        }
    }

    /// A reader can wait for a lock to be gone.
    private static boolean isDamage(Exception e) {
        return e instanceof PakitException.Corrupt || e instanceof SQLException sql && DatabaseFile.isDamage(sql);
    }
}
