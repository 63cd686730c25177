package pakit.ml.telemetry;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A component of an event: its name, what it holds, and how it is asked for.
public final class EventColumn {
    /// What a column holds. Enums are texts.
    public enum Holds {
        TIME,
        INT,
        LONG,
        DOUBLE,
        FLAG,
        TEXT,
        FLOATS,
        INTS,
        LONGS,
        TEXTS;

        /// Whether it has a mean.
        public boolean isNumber() {
            return this == INT || this == LONG || this == DOUBLE;
        }
    }

    private static final Map<Type, Holds> SIMPLE = Map.of(
            Instant.class, Holds.TIME,
            int.class, Holds.INT,
            long.class, Holds.LONG,
            double.class, Holds.DOUBLE,
            boolean.class, Holds.FLAG,
            String.class, Holds.TEXT);
    private static final Map<Type, Holds> LISTS = Map.of(
            Float.class, Holds.FLOATS, Integer.class, Holds.INTS, Long.class, Holds.LONGS, String.class, Holds.TEXTS);

    private final String name;
    private final Holds holds;
    private final Class<?> type;
    private final Method accessor;

    EventColumn(RecordComponent component) {
        this.name = component.getName();
        this.type = component.getType();
        this.accessor = component.getAccessor();
        this.holds = holds(component.getGenericType());
        accessor.setAccessible(true);
    }

    private Holds holds(Type generic) {
        if (type.isEnum()) {
            return Holds.TEXT;
        }
        Holds found = type == List.class
                ? LISTS.get(((ParameterizedType) generic).getActualTypeArguments()[0])
                : SIMPLE.get(type);
        if (found == null) {
            throw new IllegalStateException("an event cannot hold " + generic + " " + name);
        }
        return found;
    }

    public String name() {
        return name;
    }

    public Holds holds() {
        return holds;
    }

    /// Whether it stands for a block or a peer.
    public boolean isHash() {
        return name.endsWith("Hash");
    }

    Class<?> type() {
        return type;
    }

    /// Its value in `event`: an [Instant], a number, a boolean, a text or a list; null where the event has none.
    public @Nullable Object of(TelemetryEvent event) {
        try {
            Object value = accessor.invoke(event);
            return value instanceof Enum<?> constant ? constant.name() : value;
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("event has no " + name, impossible);
        }
    }

    /// The way back.
    ///
    /// @throws IllegalArgumentException if an enum has no such constant
    @Nullable
    Object back(@Nullable Object value) {
        return type.isEnum() && value != null ? constant(String.valueOf(value)) : value;
    }

    private Object constant(String constant) {
        for (Object known : type.getEnumConstants()) {
            if (((Enum<?>) known).name().equals(constant)) {
                return known;
            }
        }
        throw new IllegalArgumentException(name + " is never '" + constant + "'");
    }
}
