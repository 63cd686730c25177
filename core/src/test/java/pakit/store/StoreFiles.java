package pakit.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.rocksdb.RocksDB;

/// The files of a closed home's database, to be damaged.
final class StoreFiles {
    private StoreFiles() {}

    /// The files whose name ends so, in the order of names.
    static List<Path> ending(Path home, String suffix) throws IOException {
        return list(home, name -> name.endsWith(suffix));
    }

    /// The files whose name starts so, in the order of names.
    static List<Path> starting(Path home, String prefix) throws IOException {
        return list(home, name -> name.startsWith(prefix));
    }

    private static List<Path> list(Path home, Predicate<String> wanted) throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("blocks"))) {
            return files.filter(file -> wanted.test(file.getFileName().toString()))
                    .sorted()
                    .toList();
        }
    }

    /// The tables of a family.
    static List<Path> tables(Path home, Family family) {
        try (Home open = Homes.open(home)) {
            return open.blocks().database().call(RocksDB::getLiveFilesMetaData).stream()
                    .filter(file -> Family.stored(file.columnFamilyName()) == family)
                    .map(file -> home.resolve("blocks" + file.fileName()))
                    .toList();
        }
    }

    /// Copies a home that is open, so that the copy is what a machine that dies now would leave.
    static Path copy(Path home, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(home.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        return to;
    }

    /// Deletes a directory and all that is in it.
    static void delete(Path top) throws IOException {
        try (Stream<Path> walk = Files.walk(top)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /// Flips bits of one byte. Twice, it changes nothing.
    static void flip(Path path, long at, int bits) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(at);
            int value = file.read();
            file.seek(at);
            file.write(value ^ bits);
        }
    }
}
