package pakit.ml.telemetry;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Columns of events as bytes. Small numbers take few; texts that come again are a number; what [EventReader] reads.
final class EventWriter {
    static final int SMALL = 0;
    static final int WIDE = 1;

    /// Numbers beyond take more bytes at their length than at eight.
    private static final long SMALL_MAX = 1L << 54;

    private static final long NANOS = 1_000_000_000L;

    private byte[] bytes = new byte[1 << 12];
    private int length;

    byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }

    /// Seven bits a byte, the sign last.
    void number(long value) {
        long rest = value << 1 ^ value >> 63;
        while ((rest & ~0x7fL) != 0) {
            add((byte) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        add((byte) rest);
    }

    void column(EventColumn.Holds holds, @Nullable Object[] values) {
        switch (holds) {
            case TIME -> times(values);
            case INT, LONG -> numbers(values);
            case DOUBLE -> doubles(values);
            case FLAG -> each(values, value -> add((byte) (value.equals(true) ? 1 : 0)));
            case TEXT -> named(values, this::text);
            case FLOATS -> lists(values, item -> wide(Float.floatToRawIntBits((Float) item), Integer.BYTES));
            case INTS, LONGS -> lists(values, item -> number(whole(item)));
            case TEXTS -> named(values, list -> list(list, item -> text(item)));
        }
    }

    private void times(@Nullable Object[] values) {
        long last = 0;
        for (Object value : values) {
            long nanos = nanos((Instant) Objects.requireNonNull(value));
            number(nanos - last);
            last = nanos;
        }
    }

    /// Since 1970; what a long cannot hold (before 1678, after 2261) goes to its end.
    private static long nanos(Instant at) {
        try {
            return Math.addExact(Math.multiplyExact(at.getEpochSecond(), NANOS), at.getNano());
        } catch (ArithmeticException beyond) {
            return at.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    private void numbers(@Nullable Object[] values) {
        boolean small = Arrays.stream(values).allMatch(value -> isSmall(whole(value)));
        add((byte) (small ? SMALL : WIDE));
        for (Object value : values) {
            if (small) {
                number(whole(value));
            } else {
                wide(whole(value), Long.BYTES);
            }
        }
    }

    private static long whole(@Nullable Object value) {
        return ((Number) Objects.requireNonNull(value)).longValue();
    }

    private static boolean isSmall(long value) {
        return value < SMALL_MAX && value > -SMALL_MAX;
    }

    private void doubles(@Nullable Object[] values) {
        boolean floats = Arrays.stream(values).allMatch(value -> isFloat((Double) Objects.requireNonNull(value)));
        add((byte) (floats ? SMALL : WIDE));
        for (Object value : values) {
            double number = (Double) Objects.requireNonNull(value);
            if (floats) {
                wide(Float.floatToRawIntBits((float) number), Integer.BYTES);
            } else {
                wide(Double.doubleToRawLongBits(number), Long.BYTES);
            }
        }
    }

    private static boolean isFloat(double value) {
        return Double.doubleToRawLongBits((float) value) == Double.doubleToRawLongBits(value);
    }

    /// Each different value once, then which of them.
    private void named(@Nullable Object[] values, Write write) {
        Map<Object, Integer> names = new LinkedHashMap<>();
        for (Object value : values) {
            names.putIfAbsent(Objects.requireNonNull(value), names.size());
        }
        number(names.size());
        names.keySet().forEach(write::accept);
        for (Object value : values) {
            number(Objects.requireNonNull(names.get(Objects.requireNonNull(value))));
        }
    }

    private void lists(@Nullable Object[] values, Write write) {
        for (Object value : values) {
            if (value == null) {
                number(0);
            } else {
                list(value, write);
            }
        }
    }

    /// Its size and one, as nothing is 0.
    private void list(Object value, Write write) {
        List<?> list = (List<?>) value;
        number(list.size() + 1L);
        list.forEach(write::accept);
    }

    private void text(Object value) {
        byte[] utf8 = value.toString().getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        for (byte one : utf8) {
            add(one);
        }
    }

    private void each(@Nullable Object[] values, Write write) {
        for (Object value : values) {
            write.accept(Objects.requireNonNull(value));
        }
    }

    /// Lowest byte first.
    private void wide(long value, int count) {
        for (int i = 0; i < count; i++) {
            add((byte) (value >>> 8 * i));
        }
    }

    private void add(byte one) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * length);
        }
        bytes[length++] = one;
    }

    private interface Write {
        void accept(Object value);
    }
}
