package pakit.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;
import pakit.error.PakitException;

/// Reads tables from end to end and compares their checksums, file by file, so that each damaged one is named. Looks
/// past the database at the files, so that no cache hides what the disk has.
final class TableCheck {
    private final RocksDatabase database;

    TableCheck(RocksDatabase database) {
        this.database = database;
    }

    /// A table that is lost, cannot be read, or is not as it was written.
    record Damage(Family family, Path file, String what) {
        String sentence() {
            return "a table of " + family.words() + " is damaged: " + what;
        }
    }

    /// The damaged ones of the tables that are in use when this is called and when it ends.
    List<Damage> of(Predicate<Family> wanted) {
        List<Damage> found = new ArrayList<>();
        for (Table table : live(wanted)) {
            database.requireOpen();
            check(table).ifPresent(what -> found.add(new Damage(table.family(), table.file(), what)));
        }
        List<Table> still = found.isEmpty() ? List.of() : live(wanted);
        found.removeIf(damage -> !still.contains(new Table(damage.family(), damage.file())));
        return found;
    }

    private record Table(Family family, Path file) {}

    private List<Table> live(Predicate<Family> wanted) {
        return database.call(RocksDB::getLiveFilesMetaData).stream()
                .map(this::table)
                .filter(table -> wanted.test(table.family()))
                .toList();
    }

    private Table table(LiveFileMetaData file) {
        String name = file.fileName().substring(file.fileName().lastIndexOf('/') + 1);
        return new Table(
                Family.stored(file.columnFamilyName()), database.directory().resolve(name));
    }

    private static Optional<String> check(Table table) {
        try (Options options = new Options().setTableFormatConfig(new BlockBasedTableConfig().setNoBlockCache(true));
                SstFileReader reader = new SstFileReader(options)) {
            reader.open(table.file().toString());
            reader.verifyChecksum();
            return Optional.empty();
        } catch (RocksDBException e) {
            if (StoreFailure.of(table.file(), e) instanceof PakitException.Unavailable unavailable) {
                throw unavailable;
            }
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
