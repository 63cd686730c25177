package pakit.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.rocksdb.RocksDB;
import pakit.block.ChunkSizes;
import pakit.codec.NativeLibrary;
import pakit.codec.Profile;
import pakit.error.PakitException;

/// An open home: its lock, what is frozen in it, its blocks and its roots. One process holds a home at a time.
/// Thread-safe.
public final class Home implements AutoCloseable {
    private final HomeLayout layout;
    private final HomeLock lock;
    private final HomeFile file;
    private final RocksBlockStore blocks;
    private final Roots roots;
    private final StoreGuard guard = new StoreGuard();

    private Home(HomeLayout layout, HomeLock lock, HomeFile file, RocksDatabase database) {
        this.layout = layout;
        this.lock = lock;
        this.file = file;
        this.blocks = new RocksBlockStore(database);
        this.roots = new Roots(database);
    }

    /// Opens the home in `directory`, or creates it.
    ///
    /// @param what the command that wants the home, such as `pakit serve`, to be shown to others
    /// @param now shown with it
    /// @throws PakitException.Unavailable if another process holds it, the disk refuses or a native library is missing
    /// @throws PakitException.Refused if `settings` ask for what is frozen in it
    /// @throws PakitException.Corrupt if it cannot be read, or is of a newer format
    public static Home open(Path directory, HomeSettings settings, String what, Instant now) {
        HomeLayout layout = new HomeLayout(directory);
        NativeLibrary.requireZstd(); // not at the first block
        NativeLibrary.require("RocksDB", RocksDB::loadLibrary);
        try {
            Files.createDirectories(layout.directory());
            HomeLock lock = HomeLock.take(layout, what, now);
            try {
                HomeSnapshot.clear(layout.snapshot());
                HomeFile file = settle(layout, settings);
                Files.createDirectories(layout.models());
                new Salvage(layout.blocks()).finishExchange();
                return new Home(layout, lock, file, RocksDatabase.open(layout.blocks()));
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw StoreFailure.opening(layout, e);
        }
    }

    /// Mends the database of a home that nobody has open, as far as that cannot be done while it is open: a damaged
    /// write-ahead log, damaged and lost tables. Does nothing where nothing is damaged.
    ///
    /// @param what the command that mends, to be shown to others
    /// @param now shown with it
    /// @return what was damaged, and what was done
    /// @throws PakitException.Unavailable if another process holds the home or the disk refuses
    /// @throws PakitException.Corrupt if it cannot be mended
    public static List<Verifier.Problem> mend(Path directory, String what, Instant now) {
        HomeLayout layout = new HomeLayout(directory);
        if (!Files.isDirectory(layout.directory())) {
            return List.of();
        }
        NativeLibrary.require("RocksDB", RocksDB::loadLibrary);
        try {
            HomeLock lock = HomeLock.take(layout, what, now);
            try {
                return new Salvage(layout.blocks()).mend();
            } finally {
                lock.close();
            }
        } catch (IOException e) {
            throw StoreFailure.opening(layout, e);
        }
    }

    /// Reads what is frozen, or freezes it, before anything else exists.
    private static HomeFile settle(HomeLayout layout, HomeSettings settings) throws IOException {
        Path path = layout.homeFile();
        if (!Files.exists(path)) {
            if (Files.exists(layout.blocks())) {
                throw new PakitException.Corrupt("home " + layout.directory()
                        + " has blocks/ but no home.json: restore home.json from a backup of the home");
            }
            HomeFile created = HomeFile.created(settings);
            created.write(path);
            return created;
        }
        HomeFile found = HomeFile.read(path);
        HomeFile asked = found.with(settings, layout.directory());
        if (!asked.equals(found)) {
            asked.write(path);
        }
        return asked;
    }

    public HomeLayout layout() {
        return layout;
    }

    public Profile profile() {
        return file.profile();
    }

    public ChunkSizes chunkSizes() {
        return file.chunkSizes();
    }

    public RocksBlockStore blocks() {
        return blocks;
    }

    public Roots roots() {
        return roots;
    }

    /// Whether new blocks find all that they may build on. If not, [Reindexer] makes the index anew.
    public boolean isIndexWhole() {
        return blocks.index().unfinished().isEmpty();
    }

    /// What every put and every garbage collection of this home must hold.
    public StoreGuard guard() {
        return guard;
    }

    /// Writes everything out and gives the home back. A second call does nothing.
    @Override
    public void close() {
        try {
            blocks.close();
        } finally {
            lock.close();
        }
    }
}
