package pakit.cli;

import java.util.function.LongConsumer;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// A bar with bytes, rate and remaining time on standard error, while a person watches; nothing otherwise. Told from
/// any thread.
final class Progress implements LongConsumer, AutoCloseable {
    private static final int WIDTH = 100;
    private static final int UPDATE_MILLIS = 200;
    private static final long MEBIBYTE = 1 << 20;

    private final @Nullable ProgressBar bar;

    /// @param totalBytes what is to come, or -1 where nobody knows
    Progress(Terminal terminal, String task, long totalBytes) {
        bar = terminal.progress()
                ? new ProgressBarBuilder()
                        .setTaskName(task)
                        .setInitialMax(totalBytes)
                        .setUnit(" MiB", MEBIBYTE)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(UPDATE_MILLIS)
                        .showSpeed()
                        .setConsumer(new ConsoleProgressBarConsumer(terminal.err(), WIDTH))
                        .build()
                : null;
    }

    @Override
    public void accept(long moreBytes) {
        if (bar != null) {
            bar.stepBy(moreBytes);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
