package pakit.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathTextTest {
    @TempDir
    Path top;

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "ą", "𝄞", "\uFFFD", "%", "a b", "a/ą", "/tmp", "/tmp/ą", "..", "../ą/.", "\n+?#", "tmp"})
    void bytesOfAPathAreItsTextInAnyLocale(String text) throws IOException {
        assertThat(PathText.of(Path.of(text))).isEqualTo(text);
        assertThat(PathText.fromBytes(Path.of(text))).isEqualTo(text);
        assertThat(PathText.toPath(text)).isEqualTo(Path.of(text));
        assertThat(PathText.toPathByBytes(text)).isEqualTo(Path.of(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFFFD//a", "\uFFFD/", "/nowhere/", "/nowhere//\uFFFD/", "d/", "a//b", "./", "."})
    void targetsOfSymlinksKeepTheirSlashes(String target) throws IOException {
        Path link = top.resolve("link");
        ExactSymlink.create(link, target);
        assertThat(PathText.of(Files.readSymbolicLink(link))).isEqualTo(target);
        assertThat(PathText.fromBytes(Files.readSymbolicLink(link))).isEqualTo(target);
    }

    @Test
    void bytesThatAreNotUtf8HaveNoText() {
        Path odd = Path.of(URI.create("file:///a%FF")).getFileName();
        assertThatThrownBy(() -> PathText.of(odd)).isInstanceOf(IOException.class);
    }

    @Test
    void failureToMakeASymlinkIsNamed() {
        assertThatThrownBy(() -> ExactSymlink.create(top.resolve("none/link"), "d/"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("errno 2");
    }
}
