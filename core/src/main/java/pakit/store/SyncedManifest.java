package pakit.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.error.PakitException;

/// How much of the manifest, which says what tables a database has, is known to be on the disk, kept beside the
/// database. RocksDB takes a manifest that was cut off for one that a dying machine had not finished: it opens an older
/// state of the database, or an empty one, and deletes the tables of which it does not know. So before it is opened,
/// the manifest must have all that was kept of it. What a machine that dies was about to write comes behind that.
///
/// Kept when the database was opened, after syncs if it has grown since, and when the database was closed; if the note
/// is lost or damaged, less is known.
final class SyncedManifest {
    private static final Pattern NAME = Pattern.compile("/?MANIFEST-(\\d{1,18})\\s*");

    private static final Logger LOG = LoggerFactory.getLogger(SyncedManifest.class);

    private final Path database;
    private final PositionFile file;
    private PositionFile.Position last = new PositionFile.Position(0, 0);
    private boolean closed;

    SyncedManifest(Path database) {
        this.database = database;
        this.file = PositionFile.beside(database, ".manifest");
    }

    /// Keeps how long the manifest of the open database is, if it has grown.
    synchronized void keep(RocksDB db) {
        if (closed || sizeOf(last.number()) == last.length()) {
            return;
        }
        try {
            RocksDB.LiveFiles live = db.getLiveFiles(false); // a length that is synced, which the file's own may not be
            for (String name : live.files) {
                Matcher manifest = NAME.matcher(name);
                if (manifest.matches()) {
                    keep(new PositionFile.Position(Long.parseLong(manifest.group(1)), live.manifestFileSize));
                }
            }
        } catch (RocksDBException e) {
            LOG.debug("how long the manifest of {} is cannot be told", database, e);
        }
    }

    /// Keeps how long the manifest is that a database has which was closed just now. Nothing is kept after that.
    synchronized void keepClosed() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            OptionalLong number = current();
            if (number.isPresent()) {
                keep(new PositionFile.Position(number.getAsLong(), sizeOf(number.getAsLong())));
            }
        } catch (IOException e) {
            LOG.debug("how long the manifest of {} is cannot be told", database, e);
        }
    }

    private void keep(PositionFile.Position position) {
        if (!position.equals(last) && position.length() > 0) {
            file.keepLazily(position);
            last = position;
        }
    }

    /// @throws PakitException.Corrupt if the manifest has less than was kept of it
    void requireSound() {
        damage().ifPresent(what -> {
            throw new PakitException.Corrupt(what + ": tables that it does not name would be deleted; restore "
                    + database + " from a backup, and delete " + file.path() + " then");
        });
    }

    /// Forgets what is known, when the database is gone.
    void forget() throws IOException {
        file.forget();
    }

    /// What is wrong with the part of the manifest that was kept, or empty.
    Optional<String> damage() {
        try {
            Optional<PositionFile.Position> kept = file.kept();
            OptionalLong current = Files.isDirectory(database) ? current() : OptionalLong.empty();
            return kept.isPresent() && current.isPresent() ? damage(current.getAsLong(), kept.get()) : Optional.empty();
        } catch (IOException e) {
            throw new PakitException.Unavailable("the manifest in " + database + " cannot be read: " + e, e);
        }
    }

    private Optional<String> damage(long current, PositionFile.Position kept) throws IOException {
        if (current > kept.number()) { // opened anew, and not yet noted
            return Optional.empty();
        }
        Path manifest = manifest(current);
        if (current < kept.number()) {
            return Optional.of(database.resolve("CURRENT") + " names the manifest " + manifest + ", which "
                    + manifest(kept.number()) + " had replaced");
        }
        if (!Files.exists(manifest)) {
            return Optional.of("the manifest " + manifest + " is lost");
        }
        OptionalLong at = LogFileCheck.firstDamage(manifest, kept.length());
        return at.isPresent()
                ? Optional.of("the manifest " + manifest + " is damaged at byte " + at.getAsLong() + ", within the "
                        + kept.length() + " bytes that were written")
                : Optional.empty();
    }

    /// The number of the manifest that `CURRENT` names; empty if it names none, which the opening says itself.
    private OptionalLong current() throws IOException {
        Path current = database.resolve("CURRENT");
        if (!Files.exists(current)) {
            return OptionalLong.empty();
        }
        Matcher name = NAME.matcher(Files.readString(current, StandardCharsets.ISO_8859_1));
        return name.matches() ? OptionalLong.of(Long.parseLong(name.group(1))) : OptionalLong.empty();
    }

    private Path manifest(long number) {
        return database.resolve("MANIFEST-%06d".formatted(number));
    }

    private long sizeOf(long number) {
        try {
            return Files.size(manifest(number));
        } catch (IOException unknown) { // replaced by a newer one, mostly
            return -1;
        }
    }
}
