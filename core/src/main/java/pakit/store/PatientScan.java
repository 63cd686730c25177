package pakit.store;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import pakit.block.BlockId;

/// Reads the entries of a family whose keys begin with ids of blocks, and goes around those that cannot be read.
///
/// An iterator of RocksDB that meets a damaged piece of a table, or a damaged record, stops and does not say how far
/// the damage reaches. But it can be set anew anywhere. So from the last key that was read the scan goes on in steps of
/// about one key's distance until something can be read, and then halves the last step until it knows the first key
/// that can. Digests are spread evenly, so that distance is known from their number.
final class PatientScan {
    /// The longest key that counts: an id and the first four bytes of a root's name.
    private static final int KEY_BYTES = BlockId.BINARY_BYTES + 4;

    private static final int KIND_BYTES = 4;
    private static final long STEPS_MIN = 1 << 12;
    private static final long STEPS_MAX = 1 << 22;

    private static final BigInteger KIND = BigInteger.ONE.shiftLeft(Byte.SIZE * (KEY_BYTES - KIND_BYTES));

    /// Where the ids of each kind begin, in order.
    private static final List<BigInteger> KINDS = List.of(kind(BlockId.Kind.RAW), kind(BlockId.Kind.DAG_PB));

    private final RocksDatabase database;
    private final Family family;

    PatientScan(RocksDatabase database, Family family) {
        this.database = database;
        this.family = family;
    }

    /// Gets entries in the order of their keys for as long as it wants more.
    interface Visitor {
        /// @return whether to go on
        boolean visit(byte[] key, byte[] value);
    }

    /// Tells `visitor` the entries from the first key on that is not before `from`, as they are when they are
    /// reached.
    ///
    /// @return how many times something could not be read
    long from(byte[] from, Visitor visitor) {
        return database.call(db -> {
            try (ReadOptions options = new ReadOptions().setFillCache(false)) {
                ColumnFamilyHandle handle = database.handle(family);
                return new Run(() -> db.newIterator(handle, options), step(db), visitor).from(from);
            }
        });
    }

    private BigInteger step(RocksDB db) throws RocksDBException {
        long keys = db.getLongProperty(database.handle(family), "rocksdb.estimate-num-keys");
        return KIND.divide(BigInteger.valueOf(Math.clamp(keys, STEPS_MIN, STEPS_MAX)));
    }

    /// @param iterators a new one for each position: one that has met damage may say that it is at the end when it is
    ///     set anew
    private record Run(Supplier<RocksIterator> iterators, BigInteger step, Visitor visitor) {
        long from(byte[] from) throws RocksDBException {
            long gaps = 0;
            Optional<byte[]> position = Optional.of(from);
            while (position.isPresent()) {
                Optional<byte[]> stopped = readFrom(position.get());
                if (stopped.isEmpty()) {
                    return gaps;
                }
                gaps++;
                position = behindDamage(number(stopped.get()));
            }
            return gaps;
        }

        /// The last key before damage, or empty if there was none.
        private Optional<byte[]> readFrom(byte[] position) throws RocksDBException {
            byte[] last = position;
            try (RocksIterator entries = iterators.get()) {
                for (entries.seek(position); entries.isValid(); entries.next()) {
                    last = entries.key();
                    if (!visitor.visit(last, entries.value())) {
                        return Optional.empty();
                    }
                }
                return atTheEnd(entries) ? Optional.empty() : Optional.of(last);
            }
        }

        private static boolean atTheEnd(RocksIterator entries) throws RocksDBException {
            try {
                entries.status();
                return true;
            } catch (RocksDBException e) {
                if (StoreFailure.isCorruption(e)) {
                    return false;
                }
                throw e;
            }
        }

        /// The first position behind `last` from which something can be read, or from which there is nothing more.
        private Optional<byte[]> behindDamage(BigInteger last) throws RocksDBException {
            BigInteger bad = last;
            Optional<BigInteger> next = stepFrom(bad);
            while (next.isPresent() && !readable(next.get())) {
                bad = next.get();
                next = stepFrom(bad);
            }
            return next.isEmpty() ? Optional.empty() : Optional.of(key(firstReadable(bad, next.get())));
        }

        private Optional<BigInteger> stepFrom(BigInteger position) {
            BigInteger next = position.add(step);
            for (BigInteger kind : KINDS) {
                if (next.compareTo(kind) < 0) {
                    return Optional.of(kind);
                }
                if (next.compareTo(kind.add(KIND)) < 0) {
                    return Optional.of(next);
                }
            }
            return Optional.empty();
        }

        private BigInteger firstReadable(BigInteger bad, BigInteger good) throws RocksDBException {
            BigInteger low = bad;
            BigInteger high = good;
            while (high.subtract(low).compareTo(BigInteger.ONE) > 0) {
                BigInteger middle = low.add(high).shiftRight(1);
                if (readable(middle)) {
                    high = middle;
                } else {
                    low = middle;
                }
            }
            return high;
        }

        private boolean readable(BigInteger position) throws RocksDBException {
            try (RocksIterator entries = iterators.get()) {
                entries.seek(key(position));
                return entries.isValid() || atTheEnd(entries);
            }
        }
    }

    private static BigInteger kind(BlockId.Kind kind) {
        byte[] first = BlockId.of(kind, new byte[0]).toBytes();
        return number(Arrays.copyOf(first, KIND_BYTES));
    }

    private static BigInteger number(byte[] key) {
        return new BigInteger(1, Arrays.copyOf(key, KEY_BYTES));
    }

    private static byte[] key(BigInteger number) {
        byte[] digits = number.toByteArray();
        byte[] key = new byte[KEY_BYTES];
        int length = Math.min(digits.length, KEY_BYTES);
        System.arraycopy(digits, digits.length - length, key, KEY_BYTES - length, length);
        return key;
    }
}
