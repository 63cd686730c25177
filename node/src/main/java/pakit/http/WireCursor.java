package pakit.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Walks through the fields of one protobuf message, all of which have a length before their bytes. What it does not
/// understand it refuses, and goes no further: the generated code then says what it is.
final class WireCursor {
    private static final int WIRE_TYPE_BITS = 3;
    private static final int WITH_LENGTH = 2;
    private static final int VARINT_BITS = 7;

    private final byte[] bytes;
    private final int end;
    private int at;
    private int field;
    private int from;
    private boolean refused;

    WireCursor(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
    }

    /// Goes to the next field.
    ///
    /// @return false at the end, or where something was refused
    boolean next() {
        if (refused || at == end) {
            return false;
        }
        long tag = varint();
        long length = varint();
        if ((tag & (1 << WIRE_TYPE_BITS) - 1) != WITH_LENGTH || length < 0 || length > end - at) {
            refuse();
        }
        if (refused) {
            return false;
        }
        field = (int) (tag >>> WIRE_TYPE_BITS);
        from = at;
        at += (int) length;
        return true;
    }

    /// The number of the field that it is at.
    int field() {
        return field;
    }

    /// The field as text, which must be ASCII.
    ///
    /// @param before what the same field held before; there must be none
    @Nullable
    String text(KnownNames names, @Nullable String before) {
        String known = before == null ? names.known(bytes, from, at) : null;
        if (known != null) {
            return known;
        }
        boolean plain = before == null;
        for (int i = from; plain && i < at; i++) {
            plain = bytes[i] >= 0;
        }
        if (!plain) {
            refuse();
            return before;
        }
        return new String(bytes, from, at - from, StandardCharsets.US_ASCII);
    }

    /// The field's bytes, shared.
    ByteBuffer bytes() {
        return ByteBuffer.wrap(bytes, from, at - from);
    }

    /// The field as a message of its own.
    WireCursor inside() {
        return new WireCursor(bytes, from, at);
    }

    /// The field as whole numbers, one behind the other.
    ///
    /// @param max of them
    long[] numbers(int max) {
        long[] numbers = new long[max];
        WireCursor inside = inside();
        int count = 0;
        while (count < max && !inside.isWhole() && !inside.refused) {
            numbers[count] = inside.varint();
            count++;
        }
        if (!inside.isWhole()) {
            refuse();
        }
        return count == max ? numbers : Arrays.copyOf(numbers, count);
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE && at < end; shift += VARINT_BITS) {
            byte next = bytes[at];
            at++;
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        refuse();
        return 0;
    }

    void refuse() {
        refused = true;
    }

    /// Whether everything was understood, to the end.
    boolean isWhole() {
        return !refused && at == end;
    }
}
