package pakit.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.error.PakitException;

/// Mends a database that cannot be opened, or that stops at its damaged tables, while nobody else has it.
///
/// - A `CURRENT` that names no manifest is written anew for the newest one.
/// - A write-ahead log that is damaged where it was synced is replayed without the damaged records.
/// - If a table is damaged or lost, everything that can be read is copied into a new database, which then takes the
///   place of the old one; that one is kept beside it, as `blocks.damaged`. The copy needs as much room as the store.
///
/// Killed at any point, the old database or the new one is there. A damaged manifest cannot be mended.
final class Salvage {
    private static final Logger LOG = LoggerFactory.getLogger(Salvage.class);
    private static final byte[] ALL = {};
    private static final String MANIFEST = "MANIFEST-";

    private final Path database;
    private final Path fresh;
    private final List<Verifier.Problem> found = new ArrayList<>();

    Salvage(Path database) {
        this.database = database;
        this.fresh = database.resolveSibling(database.getFileName() + ".mended");
    }

    /// What was damaged, and what was done about it.
    List<Verifier.Problem> mend() throws IOException {
        finishExchange();
        if (!Files.isDirectory(database)) {
            return List.of();
        }
        SyncedLog log = new SyncedLog(database);
        Optional<String> damagedLog = log.damage();
        damagedLog.ifPresent(what -> note(database, what + "; what could be read of it was kept"));
        if (copiesFromDamaged()) {
            exchange();
        }
        if (damagedLog.isPresent()) {
            log.forget();
        }
        return found;
    }

    /// Completes an exchange that was cut off between its two renames: a new database that is not whole never stands
    /// alone.
    void finishExchange() throws IOException {
        if (!Files.exists(database) && Files.exists(fresh)) {
            Files.move(fresh, database);
            DurableFiles.syncDirectory(parent());
        }
    }

    /// @return whether there is a new database
    private boolean copiesFromDamaged() throws IOException {
        try (RocksDatabase old = opened()) {
            List<TableCheck.Damage> damages = new TableCheck(old).of(family -> family != Family.SKETCHES);
            damages.forEach(damage -> note(damage.file(), damage.sentence()));
            if (damages.isEmpty()) {
                return false;
            }
            copy(old);
            return true;
        }
    }

    private RocksDatabase opened() throws IOException {
        try {
            return RocksDatabase.salvage(database);
        } catch (PakitException.Corrupt e) {
            if (!namesNewestManifest()) {
                throw e;
            }
            note(database.resolve("CURRENT"), "it named no manifest and was written anew for the newest");
            return RocksDatabase.salvage(database);
        }
    }

    /// @return whether `CURRENT` named another one before
    private boolean namesNewestManifest() throws IOException {
        Optional<String> newest;
        try (Stream<Path> files = Files.list(database)) {
            newest = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(MANIFEST))
                    .max(Comparator.naturalOrder());
        }
        Path current = database.resolve("CURRENT");
        byte[] wanted = newest.map(name -> name + "\n").orElse("").getBytes(StandardCharsets.US_ASCII);
        if (newest.isEmpty() || Files.exists(current) && Arrays.equals(Files.readAllBytes(current), wanted)) {
            return false;
        }
        DurableFiles.write(current, wanted);
        return true;
    }

    private void copy(RocksDatabase old) throws IOException {
        delete(fresh);
        try (RocksDatabase target = RocksDatabase.open(fresh)) {
            new PatientScan(old, Family.BLOCKS).from(ALL, (key, record) -> {
                target.write(batch -> {
                    batch.put(target.handle(Family.BLOCKS), key, record);
                    batch.put(target.handle(Family.HEADS), key, BlockHead.of(record));
                });
                return true;
            });
            new PatientScan(old, Family.ROOTS).from(ALL, (key, root) -> {
                target.write(batch -> batch.put(target.handle(Family.ROOTS), key, root));
                return true;
            });
            new IndexUpkeep(target, new SketchIndex(target)).drop();
        }
        new SyncedLog(fresh).forget();
        new SyncedManifest(fresh).forget();
    }

    private void exchange() throws IOException {
        Path kept = database.resolveSibling(database.getFileName() + ".damaged");
        for (int number = 2; Files.exists(kept); number++) {
            kept = database.resolveSibling(database.getFileName() + ".damaged-" + number);
        }
        new SyncedLog(database).forget();
        new SyncedManifest(database).forget();
        Files.move(database, kept);
        Files.move(fresh, database);
        DurableFiles.syncDirectory(parent());
        note(kept, "the damaged database is kept here; delete it when nothing is missing");
    }

    private Path parent() {
        return Objects.requireNonNull(database.getParent(), "a database lies in a home");
    }

    private void note(Path file, String what) {
        LOG.warn("{}: {}", file, what);
        found.add(new Verifier.Problem(file.toString(), what));
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
