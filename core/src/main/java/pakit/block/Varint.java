package pakit.block;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import pakit.error.PakitException;

/// Unsigned numbers as multiformats write them (unsigned-varint): seven bits a byte, lowest first, the shortest form
/// only, at most nine bytes.
public final class Varint {
    /// What a number takes at most.
    public static final int BYTES_MAX = 9;

    private static final int MORE = 0x80;

    private Varint() {}

    /// Reads the number at the position of `in`, which moves behind it.
    ///
    /// @throws PakitException.Invalid if it breaks off, is longer than it may be, or has not the shortest form
    public static long read(ByteBuffer in) {
        long value = 0;
        try {
            for (int index = 0; index < BYTES_MAX; index++) {
                int next = in.get() & 0xff;
                value |= (long) (next & ~MORE) << 7 * index;
                if (next < MORE) {
                    if (next == 0 && index > 0) {
                        throw new PakitException.Invalid("a number is not in its shortest form");
                    }
                    return value;
                }
            }
        } catch (BufferUnderflowException e) {
            throw new PakitException.Invalid("a number breaks off", e);
        }
        throw new PakitException.Invalid("a number has more than " + BYTES_MAX + " bytes");
    }

    /// The bytes of `value`, which is not negative.
    public static byte[] of(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("value must not be negative, found " + value);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(BYTES_MAX);
        for (long left = value; ; left >>>= 7) {
            if (left < MORE) {
                out.write((int) left);
                return out.toByteArray();
            }
            out.write((int) left & 0x7f | MORE);
        }
    }
}
