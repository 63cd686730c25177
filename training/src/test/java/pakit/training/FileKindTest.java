package pakit.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileKindTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "Main.java, java",
        "PHOTO.JPG, jpg",
        "libz.so.1.2.13, so",
        "libz.so, so",
        "notes.tar.gz, gz",
        "syslog.log.1, log"
    })
    void extensionNamesTheKindAndVersionsDoNotHideIt(String name, String kind) throws IOException {
        assertThat(FileKind.of(directory.resolve(name))).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"README, plain words, text", "run, #!/bin/sh, script", "tool, \u007fELF, elf", "core, a\u0001b, binary"
    })
    void withoutExtensionTheFirstBytesDecide(String name, String content, String kind) throws IOException {
        Path file = directory.resolve(name);
        SampleTree.write(file, content.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(FileKind.of(file)).isEqualTo(kind);
    }

    @Test
    void aHiddenNameIsNoExtension() throws IOException {
        Path file = directory.resolve(".profile");
        SampleTree.write(file, "export A=1\n".getBytes(StandardCharsets.US_ASCII));

        assertThat(FileKind.of(file)).isEqualTo("text");
    }
}
