package pakit.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import pakit.ml.metrics.MetricSource;
import pakit.ml.metrics.PrometheusText;

/// The file system that the home lies on.
final class DiskFamilies implements MetricSource {
    private final Path home;

    DiskFamilies(Path home) {
        this.home = home;
    }

    @Override
    public void writeTo(PrometheusText text) {
        try {
            FileStore disk = Files.getFileStore(home);
            text.family("pakit_disk_free_bytes", "gauge", "Bytes that the home's file system has left for Pakit.");
            text.sample("pakit_disk_free_bytes", disk.getUsableSpace());
            text.family("pakit_disk_size_bytes", "gauge", "Bytes of the home's file system.");
            text.sample("pakit_disk_size_bytes", disk.getTotalSpace());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
