package pakit.ml.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.error.PakitException;
import pakit.ml.models.DefaultModels;
import pakit.ml.models.Manifest;
import pakit.ml.models.ModelArtifact;

class ListedVersionsTest {
    @TempDir
    private Path directory;

    private final ListedVersions listed = new ListedVersions();
    private final AtomicInteger reads = new AtomicInteger();

    @BeforeEach
    void write() throws IOException {
        DefaultModels.artifacts().getFirst().write(directory);
    }

    @Test
    void untouchedFilesAreReadOnce() {
        Manifest first = manifest();
        assertThat(manifest()).isEqualTo(first);
        assertThat(manifest()).isEqualTo(first);
        assertThat(reads).hasValue(1);
    }

    @Test
    void touchedWeightsAreCheckedAgain() throws IOException {
        Path payload = directory.resolve(manifest().payload());
        Files.setLastModifiedTime(payload, FileTime.from(Instant.EPOCH));
        manifest();
        assertThat(reads).hasValue(2);

        byte[] damaged = Files.readAllBytes(payload);
        damaged[0]++;
        Files.write(payload, damaged);
        assertThatThrownBy(this::manifest).isInstanceOf(PakitException.Corrupt.class);
    }

    @Test
    void whatIsGoneIsNotListed() throws IOException {
        manifest();
        Files.delete(directory.resolve(ModelArtifact.MANIFEST_FILE));
        assertThatThrownBy(this::manifest).isInstanceOf(PakitException.NotFound.class);
    }

    private Manifest manifest() {
        return listed.manifest(directory, () -> {
            reads.incrementAndGet();
            return ModelArtifact.read(directory).manifest();
        });
    }
}
