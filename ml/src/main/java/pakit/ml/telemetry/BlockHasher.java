package pakit.ml.telemetry;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.block.BlockId;
import pakit.error.PakitException;

/// Turns block ids into numbers that mean nothing outside this home: SipHash-2-4 under a key of the home. Who has the
/// telemetry but not the key can neither test for a known file nor compare two homes. Immutable, thread-safe.
///
/// SipHash: Aumasson and Bernstein, *SipHash: a fast short-input PRF* (2012).
public final class BlockHasher {
    static final int KEY_BYTES = 16;

    private static final int DIGEST_BYTES = 32;

    private static final Logger LOG = LoggerFactory.getLogger(BlockHasher.class);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long key0;
    private final long key1;

    BlockHasher(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("key must be " + KEY_BYTES + " bytes, found " + key.length);
        }
        key0 = (long) LONGS.get(key, 0);
        key1 = (long) LONGS.get(key, 8);
    }

    /// Reads the home's key, or makes one that only its owner can read. A key of the wrong length is replaced with a
    /// warning: events before and after can then no longer be joined, nothing else is lost.
    public static BlockHasher open(Path keyFile) {
        try {
            if (Files.exists(keyFile)) {
                byte[] key = Files.readAllBytes(keyFile);
                if (key.length == KEY_BYTES) {
                    return new BlockHasher(key);
                }
                LOG.warn(
                        "telemetry key {} has {} bytes, expected {}: a new key is made",
                        keyFile,
                        key.length,
                        KEY_BYTES);
            }
            return new BlockHasher(newKey(keyFile));
        } catch (IOException e) {
            throw new PakitException.Unavailable("telemetry key " + keyFile + " cannot be read or written: " + e, e);
        }
    }

    /// For who has opted out of keyed hashes: the first eight bytes of the digest, by which blocks can be known again.
    public static long plain(BlockId id) {
        byte[] bytes = id.toBytes();
        return (long) LONGS.get(bytes, bytes.length - DIGEST_BYTES);
    }

    public long hash(BlockId id) {
        return hash(id.toBytes());
    }

    long hash(byte[] data) {
        State state = new State(key0, key1);
        int whole = data.length & ~7;
        for (int at = 0; at < whole; at += 8) {
            state.absorb((long) LONGS.get(data, at));
        }
        state.absorb(lastWord(data, whole));
        return state.finish();
    }

    /// The bytes after the last whole word, and the length's low byte on top.
    private static long lastWord(byte[] data, int from) {
        long word = (long) data.length << 56;
        for (int i = from; i < data.length; i++) {
            word |= (data[i] & 0xffL) << (8 * (i - from));
        }
        return word;
    }

    private static byte[] newKey(Path keyFile) throws IOException {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        Path temporary = keyFile.resolveSibling(keyFile.getFileName() + ".tmp");
        Files.deleteIfExists(temporary);
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel out = FileChannel.open(temporary, options, ownerOnly)) {
            out.write(ByteBuffer.wrap(key));
            out.force(true);
        }
        Files.move(temporary, keyFile, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return key;
    }

    /// The four words of the paper, under its names.
    private static final class State {
        private long v0;
        private long v1;
        private long v2;
        private long v3;

        State(long key0, long key1) {
            v0 = key0 ^ 0x736f6d6570736575L;
            v1 = key1 ^ 0x646f72616e646f6dL;
            v2 = key0 ^ 0x6c7967656e657261L;
            v3 = key1 ^ 0x7465646279746573L;
        }

        void absorb(long word) {
            v3 ^= word;
            rounds(2);
            v0 ^= word;
        }

        long finish() {
            v2 ^= 0xff;
            rounds(4);
            return v0 ^ v1 ^ v2 ^ v3;
        }

        private void rounds(int count) {
            for (int i = 0; i < count; i++) {
                v0 += v1;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v0 = Long.rotateLeft(v0, 32);
                v2 += v3;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 += v3;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 += v1;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v2 = Long.rotateLeft(v2, 32);
            }
        }
    }
}
