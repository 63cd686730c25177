package pakit.metrics;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;
import pakit.ml.metrics.MetricSource;
import pakit.ml.metrics.PrometheusText;

/// The process, under the names that Prometheus' own libraries use. What the system does not tell is left out.
final class ProcessFamilies implements MetricSource {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";

    @Override
    public void writeTo(PrometheusText text) {
        RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
        gauge(
                text,
                "process_start_time_seconds",
                "When the process started, since 1970.",
                runtime.getStartTime() / 1e3);
        gauge(text, "pakit_uptime_seconds", "How long the process has been running.", runtime.getUptime() / 1e3);
        residentBytes()
                .ifPresent(bytes -> gauge(text, "process_resident_memory_bytes", "Memory in use, all of it.", bytes));
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
            text.family("process_cpu_seconds_total", "counter", "CPU time, user and system.");
            text.sample("process_cpu_seconds_total", unix.getProcessCpuTime() / 1e9);
            gauge(text, "process_open_fds", "Open file descriptors.", unix.getOpenFileDescriptorCount());
            gauge(text, "process_max_fds", "How many may be open.", unix.getMaxFileDescriptorCount());
        }
    }

    private static void gauge(PrometheusText text, String name, String help, double value) {
        text.family(name, "gauge", help);
        text.sample(name, value);
    }

    private static OptionalLong residentBytes() {
        if (!Files.exists(STATUS)) {
            return OptionalLong.empty();
        }
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(RESIDENT))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
