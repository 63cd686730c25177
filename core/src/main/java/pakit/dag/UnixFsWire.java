package pakit.dag;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;

/// The bytes of [UnixFs].
final class UnixFsWire {
    private static final int RAW = 0;
    private static final int DIRECTORY = 1;
    private static final int FILE = 2;
    private static final int SYMLINK = 4;
    private static final int SHARD = 5;

    private static final int TYPE = 1 << 3;
    private static final int DATA = 2 << 3 | 2;
    private static final int FILE_SIZE = 3 << 3;
    private static final int BLOCK_SIZE = 4 << 3;
    private static final int BLOCK_SIZES_PACKED = 4 << 3 | 2;
    private static final int HASH_TYPE = 5 << 3;
    private static final int FANOUT = 6 << 3;
    private static final int MODE = 7 << 3;
    private static final int MODIFIED = 8 << 3 | 2;
    private static final int SECONDS = 1 << 3;
    private static final int NANOS = 2 << 3 | 5;

    private static final int FANOUT_MAX = 1024;

    private UnixFsWire() {}

    static byte[] encode(UnixFs node) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            write(node, out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static void write(UnixFs node, CodedOutputStream out) throws IOException {
        switch (node) {
            case UnixFs.File file -> writeFile(file, out);
            case UnixFs.Directory directory -> {
                out.writeUInt32(1, DIRECTORY);
                writeAttributes(directory.attributes(), Attributes.DIRECTORY, out);
            }
            case UnixFs.Symlink link -> {
                out.writeUInt32(1, SYMLINK);
                out.writeByteArray(2, Utf8Bytes.of(link.target()));
            }
            case UnixFs.Shard shard -> {
                out.writeUInt32(1, SHARD);
                out.writeByteArray(2, shard.occupied());
                out.writeUInt32(5, UnixFs.MURMUR3_X64_64);
                out.writeUInt32(6, shard.fanout());
                writeAttributes(shard.attributes(), Attributes.DIRECTORY, out);
            }
        }
    }

    private static void writeFile(UnixFs.File file, CodedOutputStream out) throws IOException {
        out.writeUInt32(1, FILE);
        if (file.inline().length > 0) {
            out.writeByteArray(2, file.inline());
        }
        out.writeUInt64(3, file.sizeBytes());
        for (long bytes : file.partBytes()) {
            out.writeUInt64(4, bytes);
        }
        writeAttributes(file.attributes(), Attributes.FILE, out);
    }

    private static void writeAttributes(Attributes attributes, Attributes usual, CodedOutputStream out)
            throws IOException {
        if (attributes.mode() != usual.mode()) {
            out.writeUInt32(7, attributes.mode());
        }
        if (attributes.modified().isPresent()) {
            Instant modified = attributes.modified().get();
            int nanos = modified.getNano();
            int bytes = CodedOutputStream.computeInt64Size(1, modified.getEpochSecond()) + (nanos == 0 ? 0 : 5);
            out.writeUInt32NoTag(MODIFIED);
            out.writeUInt32NoTag(bytes);
            out.writeInt64(1, modified.getEpochSecond());
            if (nanos != 0) {
                out.writeFixed32(2, nanos);
            }
        }
    }

    static UnixFs decode(byte[] bytes) {
        return Wire.read("UnixFS node", bytes, in -> {
            Fields fields = new Fields();
            fields.read(in);
            return fields.toNode();
        });
    }

    /// The message as it comes, before its kind is known.
    private static final class Fields {
        private OptionalInt type = OptionalInt.empty();
        private byte[] data = {};
        private @Nullable Long fileSize;
        private long[] blockSizes = new long[16];
        private int blocks;
        private long hashType;
        private long fanout;
        private OptionalInt mode = OptionalInt.empty();
        private Optional<Instant> modified = Optional.empty();

        /// Fields that are not known are skipped and the last of a kind counts, as protobuf has it.
        void read(CodedInputStream in) throws IOException {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (tag) {
                    case TYPE -> type = OptionalInt.of(in.readEnum());
                    case DATA -> data = in.readByteArray();
                    case FILE_SIZE -> fileSize = in.readUInt64();
                    case BLOCK_SIZE -> addBlockSize(in.readUInt64());
                    case BLOCK_SIZES_PACKED -> Wire.readMessage(in, this::readPackedSizes);
                    case HASH_TYPE -> hashType = in.readUInt64();
                    case FANOUT -> fanout = in.readUInt64();
                    case MODE -> mode = OptionalInt.of(in.readUInt32() & 07777);
                    case MODIFIED -> modified = Optional.of(Wire.readMessage(in, Fields::readInstant));
                    default -> in.skipField(tag);
                }
            }
        }

        private boolean readPackedSizes(CodedInputStream in) throws IOException {
            while (!in.isAtEnd()) {
                addBlockSize(in.readUInt64());
            }
            return true;
        }

        private void addBlockSize(long bytes) {
            if (bytes < 0) {
                throw new PakitException.Corrupt("a part of a file has " + Long.toUnsignedString(bytes) + " bytes");
            }
            if (blocks == blockSizes.length) {
                blockSizes = Arrays.copyOf(blockSizes, 2 * blocks);
            }
            blockSizes[blocks++] = bytes;
        }

        private static Instant readInstant(CodedInputStream in) throws IOException {
            long seconds = 0;
            int nanos = 0;
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (tag) {
                    case SECONDS -> seconds = in.readInt64();
                    case NANOS -> nanos = checkNanos(in.readFixed32());
                    default -> in.skipField(tag);
                }
            }
            try {
                return Instant.ofEpochSecond(seconds, nanos);
            } catch (DateTimeException e) {
                throw new PakitException.Corrupt("a modification time is " + seconds + " s from 1970", e);
            }
        }

        /// The specification forbids zero too, but ipfs-unixfs-importer 17 writes it, so it is read.
        private static int checkNanos(int nanos) {
            if (nanos < 0 || nanos > 999_999_999) {
                throw new PakitException.Corrupt("a modification time has a fraction of "
                        + Integer.toUnsignedString(nanos) + " ns, not 0 to 999999999");
            }
            return nanos;
        }

        UnixFs toNode() throws IOException {
            int kind = type.orElseThrow(() -> new PakitException.Corrupt("the type is missing"));
            return switch (kind) {
                case RAW, FILE -> file();
                case DIRECTORY -> new UnixFs.Directory(attributes(Attributes.DIRECTORY));
                case SYMLINK -> new UnixFs.Symlink(text(data));
                case SHARD -> shard();
                default -> throw new PakitException.Corrupt("type " + kind + " is no file, directory or symlink");
            };
        }

        private UnixFs.File file() {
            long[] parts = Arrays.copyOf(blockSizes, blocks);
            long sum = data.length;
            for (long part : parts) {
                sum += part;
                if (sum < 0) {
                    throw new PakitException.Corrupt("a file has more than 2^63 bytes");
                }
            }
            if (fileSize != null && fileSize != sum) {
                throw new PakitException.Corrupt("a file of " + Long.toUnsignedString(fileSize) + " bytes has parts of "
                        + sum + " bytes together");
            }
            return new UnixFs.File(data, parts, sum, attributes(Attributes.FILE));
        }

        private UnixFs.Shard shard() {
            if (hashType != UnixFs.MURMUR3_X64_64) {
                throw new PakitException.Corrupt("a shard hashes names by function " + Long.toUnsignedString(hashType)
                        + ", only murmur3-x64-64 (34) is known");
            }
            if (fanout < 8 || fanout > FANOUT_MAX || Long.bitCount(fanout) != 1) {
                throw new PakitException.Corrupt("a shard has a fan-out of " + Long.toUnsignedString(fanout)
                        + ", not a power of two from 8 to " + FANOUT_MAX);
            }
            return new UnixFs.Shard(data, (int) fanout, attributes(Attributes.DIRECTORY));
        }

        private Attributes attributes(Attributes usual) {
            return new Attributes(mode.orElse(usual.mode()), modified);
        }

        private static String text(byte[] utf8) throws InvalidProtocolBufferException {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(utf8))
                        .toString();
            } catch (CharacterCodingException e) {
                throw new InvalidProtocolBufferException("a symlink's target is not UTF-8");
            }
        }
    }
}
