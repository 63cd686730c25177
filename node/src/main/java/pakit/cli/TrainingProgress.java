package pakit.cli;

import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import pakit.training.ProgressListener;

/// A bar for each stage of a training on standard error, while a person watches; nothing otherwise.
final class TrainingProgress implements ProgressListener, AutoCloseable {
    private static final int WIDTH = 100;
    private static final int UPDATE_MILLIS = 200;

    private final Terminal terminal;
    private final String model;
    private @Nullable Stage stage;
    private @Nullable ProgressBar bar;

    TrainingProgress(Terminal terminal, String model) {
        this.terminal = terminal;
        this.model = model;
    }

    @Override
    public void progress(Stage now, long done, long total) {
        if (!terminal.progress()) {
            return;
        }
        ProgressBar current = bar;
        if (current == null || stage != now) {
            close();
            current = opened(now);
        }
        current.maxHint(total);
        current.stepTo(done);
    }

    private ProgressBar opened(Stage now) {
        ProgressBar opened = new ProgressBarBuilder()
                .setTaskName(model + ": " + now.name().toLowerCase(Locale.ROOT))
                .setInitialMax(-1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .setConsumer(new ConsoleProgressBarConsumer(terminal.err(), WIDTH))
                .build();
        stage = now;
        bar = opened;
        return opened;
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
