package pakit.training;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes the passes of the last neural fit to an event file, where one is wanted. Numbers of passes count on from fit
/// to fit of a cross-validation, because an event file knows one axis.
public final class PassLog implements NeuralFit.Watcher, AutoCloseable {
    private final @Nullable EventFile events;
    private long step;

    public PassLog(Optional<Path> directory, InstantSource clock) {
        this.events = directory.map(path -> EventFile.open(path, clock)).orElse(null);
    }

    @Override
    public boolean passed(int pass, double trainingLoss, double validationLoss) {
        if (events != null) {
            step++;
            events.scalar("loss/training", step, trainingLoss);
            events.scalar("loss/validation", step, validationLoss);
        }
        return true;
    }

    @Override
    public void close() {
        if (events != null) {
            events.close();
        }
    }
}
