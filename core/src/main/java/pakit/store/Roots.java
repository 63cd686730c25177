package pakit.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import pakit.block.BlockId;
import pakit.error.PakitException;

/// The catalogue of roots, in the same database as the blocks. A root is one pair of id and name: putting the pair
/// again renews its time, putting the id under a second name keeps both. Thread-safe; made by [Home].
///
/// Stored under the id's 36 bytes followed by the name in UTF-8 (nothing if it has none): format 1, time in
/// milliseconds since 1970 (8 bytes), plain bytes (8 bytes), big-endian.
public final class Roots {
    private static final byte[] ALL = {};
    private static final byte FORMAT = 1;
    private static final int VALUE_BYTES = 1 + Long.BYTES + Long.BYTES;

    private final RocksDatabase database;
    private final AtomicLong changes = new AtomicLong();
    private volatile @Nullable Counted counted;

    Roots(RocksDatabase database) {
        this.database = database;
    }

    /// Keeps `root`. When this returns, the root and all blocks that were put before are durable.
    public void put(Root root) {
        byte[] key = key(root.id(), root.name());
        byte[] value = ByteBuffer.allocate(VALUE_BYTES)
                .put(FORMAT)
                .putLong(root.createdAt().toEpochMilli())
                .putLong(root.plainBytes())
                .array();
        database.writeDurably(batch -> batch.put(database.handle(Family.ROOTS), key, value));
        changes.incrementAndGet();
    }

    /// All roots, newest first.
    public List<Root> list() {
        return scan(ALL);
    }

    /// The roots of this id, one for each of its names, newest first.
    public List<Root> of(BlockId id) {
        return scan(id.toBytes());
    }

    /// The newest root of this name.
    public Optional<Root> named(String name) {
        return list().stream()
                .filter(root -> root.name().equals(Optional.of(name)))
                .findFirst();
    }

    /// Reads what a user typed: the name of a root, else the id of one.
    ///
    /// @throws PakitException.NotFound if there is no such root
    public Root find(String nameOrId) {
        return named(nameOrId)
                .or(() -> byId(nameOrId))
                .orElseThrow(() -> new PakitException.NotFound(
                        "no root has the name or id '" + nameOrId + "'; pakit ls lists the roots"));
    }

    private Optional<Root> byId(String text) {
        try {
            return of(BlockId.parse(text)).stream().findFirst();
        } catch (PakitException.Invalid notAnId) {
            return Optional.empty();
        }
    }

    /// Forgets one root; its blocks go with the next garbage collection. Durable when it returns.
    ///
    /// @return whether it was there
    public boolean remove(Root root) {
        byte[] key = key(root.id(), root.name());
        if (database.get(Family.ROOTS, key) == null) {
            return false;
        }
        database.writeDurably(batch -> batch.delete(database.handle(Family.ROOTS), key));
        changes.incrementAndGet();
        return true;
    }

    /// What all roots add up to. They are read again only if there was a change since they were counted.
    public RootTotals totals() {
        Counted known = counted;
        long until = changes.get();
        if (known == null || known.until() != until) {
            List<Root> all = list();
            known = new Counted(
                    until,
                    new RootTotals(
                            all.size(), all.stream().mapToLong(Root::plainBytes).sum()));
            counted = known;
        }
        return known.totals();
    }

    /// @param until how many changes there had been when the counting began; later ones may be in it
    private record Counted(long until, RootTotals totals) {}

    private List<Root> scan(byte[] prefix) {
        List<Root> roots = new ArrayList<>();
        database.scan(Family.ROOTS, prefix, (key, value) -> roots.add(read(key, value)));
        roots.sort(Comparator.comparing(Root::createdAt).reversed());
        return roots;
    }

    private static byte[] key(BlockId id, Optional<String> name) {
        byte[] suffix = name.orElse("").getBytes(StandardCharsets.UTF_8);
        byte[] key = Arrays.copyOf(id.toBytes(), BlockId.BINARY_BYTES + suffix.length);
        System.arraycopy(suffix, 0, key, BlockId.BINARY_BYTES, suffix.length);
        return key;
    }

    private static Root read(byte[] key, byte[] value) {
        BlockId id = BlockId.fromBytes(Arrays.copyOf(key, BlockId.BINARY_BYTES));
        if (value.length != VALUE_BYTES || value[0] != FORMAT) {
            throw new PakitException.Corrupt("root " + id + " has format " + (value.length == 0 ? "none" : value[0])
                    + ", this Pakit reads format " + FORMAT);
        }
        String name = new String(key, BlockId.BINARY_BYTES, key.length - BlockId.BINARY_BYTES, StandardCharsets.UTF_8);
        ByteBuffer fields = ByteBuffer.wrap(value, 1, VALUE_BYTES - 1);
        Instant createdAt = Instant.ofEpochMilli(fields.getLong());
        return new Root(id, name.isEmpty() ? Optional.empty() : Optional.of(name), createdAt, fields.getLong());
    }
}
