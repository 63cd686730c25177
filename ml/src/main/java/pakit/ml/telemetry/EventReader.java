package pakit.ml.telemetry;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;

/// What [EventWriter] wrote. Any bytes give events or [PakitException.Corrupt], and none make it ask for more memory
/// than they are worth.
final class EventReader {
    private static final long NANOS = 1_000_000_000L;

    private final byte[] bytes;
    private int at;

    EventReader(byte[] bytes) {
        this.bytes = bytes;
    }

    long number() {
        long rest = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = next();
            rest |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return rest >>> 1 ^ -(rest & 1);
            }
        }
        throw new PakitException.Corrupt("telemetry holds a number that does not end");
    }

    @Nullable
    Object[] column(EventColumn.Holds holds, int count) {
        return switch (holds) {
            case TIME -> times(count);
            case INT -> numbers(count, number -> (int) number);
            case LONG -> numbers(count, number -> number);
            case DOUBLE -> doubles(count);
            case FLAG -> each(count, () -> next() != 0);
            case TEXT -> named(count, this::text);
            case FLOATS -> each(count, () -> list(() -> Float.intBitsToFloat((int) wide(Integer.BYTES))));
            case INTS -> each(count, () -> list(() -> (int) number()));
            case LONGS -> each(count, () -> list(this::number));
            case TEXTS -> named(count, () -> list(this::text));
        };
    }

    private @Nullable Object[] times(int count) {
        @Nullable Object[] values = new @Nullable Object[count];
        long nanos = 0;
        for (int i = 0; i < count; i++) {
            nanos += number();
            values[i] = Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
        }
        return values;
    }

    private @Nullable Object[] numbers(int count, LongFunction<Object> boxed) {
        boolean small = next() == EventWriter.SMALL;
        @Nullable Object[] values = new @Nullable Object[count];
        for (int i = 0; i < count; i++) {
            values[i] = boxed.apply(small ? number() : wide(Long.BYTES));
        }
        return values;
    }

    private @Nullable Object[] doubles(int count) {
        boolean floats = next() == EventWriter.SMALL;
        return each(
                count,
                () -> floats
                        ? (double) Float.intBitsToFloat((int) wide(Integer.BYTES))
                        : Double.longBitsToDouble(wide(Long.BYTES)));
    }

    private @Nullable Object[] named(int count, Supplier<? extends @Nullable Object> read) {
        @Nullable Object[] names = each(size(), read);
        return each(count, () -> {
            long name = number();
            if (name < 0 || name >= names.length) {
                throw new PakitException.Corrupt("telemetry names text " + name + " of " + names.length);
            }
            return names[(int) name];
        });
    }

    private <T> @Nullable List<T> list(Supplier<T> read) {
        int size = size() - 1;
        if (size < 0) {
            return null;
        }
        List<T> list = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            list.add(read.get());
        }
        return list;
    }

    private String text() {
        int size = size();
        if (size > bytes.length - at) {
            throw new PakitException.Corrupt("telemetry holds a text that ends in the middle");
        }
        String text = new String(bytes, at, size, StandardCharsets.UTF_8);
        at += size;
        return text;
    }

    /// Of something whose parts take a byte each at least; one more is allowed for lists, which count from 1.
    private int size() {
        long size = number();
        if (size < 0 || size > bytes.length - at + 1L) {
            throw new PakitException.Corrupt(
                    "telemetry holds " + size + " things in " + (bytes.length - at) + " bytes");
        }
        return (int) size;
    }

    private static @Nullable Object[] each(int count, Supplier<? extends @Nullable Object> read) {
        @Nullable Object[] values = new @Nullable Object[count];
        for (int i = 0; i < count; i++) {
            values[i] = read.get();
        }
        return values;
    }

    private long wide(int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value |= (next() & 0xffL) << 8 * i;
        }
        return value;
    }

    private byte next() {
        if (at >= bytes.length) {
            throw new PakitException.Corrupt("telemetry holds a batch that ends in the middle");
        }
        return bytes[at++];
    }
}
