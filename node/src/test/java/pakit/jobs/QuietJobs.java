package pakit.jobs;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import pakit.ml.database.PakitDatabase;

/// Jobs of tests that are about something else: none begins by itself, and none can train.
public final class QuietJobs {
    private QuietJobs() {}

    public static TrainingScheduler of(Stations stations) {
        Training none = (model, measurements, output) -> {
            throw new IllegalStateException("nothing is trained here");
        };
        return new TrainingScheduler(
                settings(List.of("m"), Duration.ZERO, RetrainingSettings.Trigger.NOTHING),
                stations,
                none,
                PakitDatabase.inMemory(),
                Path.of("nowhere"),
                InstantSource.system(),
                System::nanoTime);
    }

    static RetrainingSettings settings(List<String> models, Duration every, RetrainingSettings.Trigger trigger) {
        return new RetrainingSettings(
                models,
                every,
                trigger,
                10,
                Duration.ofHours(1),
                0.1,
                new RetrainingSettings.Fit(4, Duration.ofHours(2), 512, 19),
                new RetrainingSettings.Shadow(0.1, 100, Duration.ofDays(1)),
                new RetrainingSettings.Ramp(List.of(5.0, 50.0), Duration.ofMinutes(10), 200, 0.05));
    }
}
