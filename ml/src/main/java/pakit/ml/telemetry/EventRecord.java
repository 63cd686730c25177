package pakit.ml.telemetry;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;

/// How one kind of event is taken apart and put together again.
final class EventRecord {
    private final List<EventColumn> columns;
    private final Constructor<? extends TelemetryEvent> maker;

    EventRecord(Class<? extends TelemetryEvent> type) {
        RecordComponent[] components = type.getRecordComponents();
        columns = Arrays.stream(components).map(EventColumn::new).toList();
        try {
            maker = type.getDeclaredConstructor(
                    columns.stream().map(EventColumn::type).toArray(Class<?>[]::new));
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException(type + " is no record", impossible);
        }
        maker.setAccessible(true);
    }

    List<EventColumn> columns() {
        return columns;
    }

    /// @throws PakitException.Corrupt if no such event can be
    TelemetryEvent event(@Nullable Object[] values) {
        try {
            @Nullable Object[] arguments = new @Nullable Object[values.length];
            for (int i = 0; i < values.length; i++) {
                arguments[i] = columns.get(i).back(values[i]);
            }
            return maker.newInstance(arguments);
        } catch (InvocationTargetException | IllegalArgumentException e) {
            throw new PakitException.Corrupt("telemetry holds an event that cannot be: " + e, e);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("cannot make an event", impossible);
        }
    }
}
