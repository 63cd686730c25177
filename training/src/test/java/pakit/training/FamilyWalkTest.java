package pakit.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.error.PakitException;

class FamilyWalkTest {
    private static final SampleLimits LIMITS = new SampleLimits(10, 2, 100, 3, 1 << 16);

    @TempDir
    Path directory;

    @Test
    void aFamilyIsAKindInOneTopDirectory() {
        write("one/a.txt", "one/deep/down/b.txt", "one/c.bin", "two/d.txt");

        FamilyWalk.Found found = walk(directory);

        assertThat(found.files()).isEqualTo(4);
        assertThat(found.families())
                .extracting(family -> family.kind() + " " + family.files().size())
                .containsExactlyInAnyOrder("txt 2", "bin 1", "txt 1");
    }

    @Test
    void labelsTellFamiliesApartAndNameNobodysDirectories() {
        write("secret-project/a.txt", "other/b.txt");

        assertThat(walk(directory).families())
                .extracting(FileFamily::label)
                .allMatch(label -> label.matches("txt@[0-9a-f]{8}"))
                .doesNotHaveDuplicates();
    }

    @Test
    void theSameTreeInAnotherPlaceIsTheSameFamilies() {
        write("x/lib/a.txt", "y/lib/b.txt");

        assertThat(FamilyWalk.walk(List.of(directory.resolve("x"), directory.resolve("y")), 1, LIMITS, files -> {})
                        .families())
                .hasSize(1);
    }

    @Test
    void symbolicLinksAndEmptyFilesAreNotVisited() throws IOException {
        write("real/a.txt");
        SampleTree.write(directory.resolve("real/empty.txt"), new byte[0]);
        Files.createSymbolicLink(directory.resolve("link"), directory.resolve("real"));
        Files.createSymbolicLink(directory.resolve("real/b.txt"), directory.resolve("real/a.txt"));

        assertThat(walk(directory).files()).isEqualTo(1);
    }

    @Test
    void aChoiceOfFilesDependsOnTheSeedAlone() {
        write("d/1.txt", "d/2.txt", "d/3.txt", "d/4.txt", "d/5.txt", "d/6.txt");

        List<Path> chosen = walk(directory).families().getFirst().files();

        assertThat(chosen).hasSize(LIMITS.filesPerFamily());
        assertThat(walk(directory).families().getFirst().files()).isEqualTo(chosen);
        assertThat(FamilyWalk.walk(List.of(directory), 2, LIMITS, files -> {})
                        .families()
                        .getFirst()
                        .files())
                .isNotEqualTo(chosen);
    }

    @Test
    void noKindHasMoreFamiliesThanItsShare() {
        write("a/1.txt", "b/2.txt", "c/3.txt", "d/4.txt");

        assertThat(walk(directory).families()).hasSize(LIMITS.familiesPerKind());
    }

    @Test
    void whatCannotBeReadIsNamedAndTheWalkGoesOn() {
        FamilyWalk walk = new FamilyWalk(1, LIMITS, files -> {});

        FileVisitResult next = walk.visitFileFailed(Path.of("shut.txt"), new AccessDeniedException("shut.txt"));

        assertThat(next).isEqualTo(FileVisitResult.CONTINUE);
        assertThat(walk.found().unreadable()).singleElement().asString().contains("shut.txt", "AccessDenied");
    }

    @Test
    void aMissingPathIsNamed() {
        assertThatExceptionOfType(PakitException.NotFound.class)
                .isThrownBy(() -> walk(directory.resolve("gone")))
                .withMessageContaining("gone");
    }

    private static FamilyWalk.Found walk(Path path) {
        return FamilyWalk.walk(List.of(path), 1, LIMITS, files -> {});
    }

    private void write(String... names) {
        for (String name : names) {
            SampleTree.write(directory.resolve(name), new byte[] {1, 2, 3});
        }
    }
}
