package pakit.ml.serving;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import pakit.error.PakitException;
import pakit.ml.feature.CompressionFeatures;
import pakit.ml.models.PakitModel;
import pakit.ml.telemetry.Pace;
import pakit.ml.telemetry.TelemetryEvent;

/// Asks a leased model on behalf of a stranger: checks what goes in, counts, times, checks what comes out.
final class Predictor {
    /// Rows of more numbers (images, say) are not kept.
    private static final int RECORDED_MAX = 256;

    private final Consumer<TelemetryEvent> events;

    /// Of calls that went well. An event for each timed call cost a port under load as much CPU time in the telemetry's
    /// database as the calls themselves; what they were like, the meter knows.
    private final Pace pace = new Pace(Pace.SAMPLES, System::nanoTime);

    Predictor(Consumer<TelemetryEvent> events) {
        this.events = events;
    }

    Prediction predict(Lease lease, int rows, float[] features) {
        PakitModel model = lease.model();
        requireShape(model, rows, features);
        model.schema().requireFinite(features);
        float[] outputs = new float[rows * model.outputs()];
        long begun = lease.meter().begin();
        ErrorKind failure = ErrorKind.FAILED;
        boolean answered = false;
        try {
            model.predict(rows, features, outputs);
            failure = ErrorKind.NOT_FINITE;
            requireFinite(model, outputs);
            answered = true;
        } catch (PakitException e) {
            throw e;
        } catch (RuntimeException | LinkageError | AssertionError e) {
            throw new PakitException.Unavailable(model.manifest().title() + " failed: " + e + "; roll it back", e);
        } finally {
            long nanos =
                    answered ? lease.meter().succeeded(begun) : lease.meter().failed(begun, failure);
            if (!answered || (nanos >= 0 && pace.isDue(begun + nanos))) {
                tell(model, rows, nanos, features, answered ? outputs : new float[0]);
            }
        }
        return new Prediction(model.manifest(), rows, outputs);
    }

    private void tell(PakitModel model, int rows, long nanos, float[] features, float[] outputs) {
        events.accept(new TelemetryEvent.Predicted(
                Instant.now(),
                model.manifest().name(),
                model.manifest().version().text(),
                rows,
                outputs.length > 0,
                nanos,
                firstRow(features, model.schema().size()),
                firstRow(outputs, model.outputs())));
    }

    private static List<Float> firstRow(float[] values, int width) {
        if (width > RECORDED_MAX) {
            return List.of();
        }
        return CompressionFeatures.listed(Arrays.copyOf(values, Math.min(values.length, width)));
    }

    private static void requireShape(PakitModel model, int rows, float[] features) {
        int width = model.schema().size();
        if (rows < 1 || (long) rows * width != features.length) {
            throw new PakitException.Invalid(
                    model.manifest().title() + " takes rows of " + width + " features: expected "
                            + (long) Math.max(1, rows) * width + " values for " + Math.max(1, rows) + " rows, found "
                            + features.length + " values for " + rows);
        }
        if ((long) rows * model.outputs() > Integer.MAX_VALUE) {
            throw new PakitException.Invalid(
                    model.manifest().title() + " cannot answer " + rows + " rows at once: ask for fewer");
        }
    }

    private static void requireFinite(PakitModel model, float[] outputs) {
        for (int i = 0; i < outputs.length; i++) {
            if (!Float.isFinite(outputs[i])) {
                throw new PakitException.Unavailable(model.manifest().title() + " answered " + outputs[i] + " in row "
                        + i / model.outputs() + ", output " + i % model.outputs() + "; roll it back");
            }
        }
    }
}
