package pakit.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pakit.error.PakitException;

class AccessFileTest {
    private static final Principal CI = new Principal("ci", Role.READER);

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("tokens");
    }

    private static Token token() {
        return Token.random(new SecureRandom());
    }

    @Test
    void itKeepsDigestsForItsOwnerAlone() throws IOException {
        Token token = token();
        AccessFile.add(file(), CI, token);

        assertThat(Files.readString(file())).startsWith("ci reader sha256:").doesNotContain(token.text());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(AccessFile.open(file()).list().byToken(token.sha256())).contains(CI);
    }

    @Test
    void whatIsWrittenByHandStays() throws IOException {
        AccessFile.add(file(), CI, token());
        Files.writeString(file(), "# mine\n" + Files.readString(file()) + "\nops operator subject:CN=ops\n");

        AccessFile.add(file(), new Principal("other", Role.OPERATOR), token());
        AccessFile.remove(file(), "ci");

        assertThat(Files.readString(file())).startsWith("# mine\n").contains("ops operator subject:CN=ops");
        assertThat(AccessFile.open(file()).principals())
                .containsExactly(new Principal("ops", Role.OPERATOR), new Principal("other", Role.OPERATOR));
    }

    @Test
    void takenAndUnknownNamesAreRefused() {
        AccessFile.add(file(), CI, token());

        assertThatThrownBy(() -> AccessFile.add(file(), CI, token()))
                .isInstanceOf(PakitException.Refused.class)
                .hasMessageContaining("'ci' is in " + file() + " already");
        assertThatThrownBy(() -> AccessFile.remove(file(), "c"))
                .isInstanceOf(PakitException.NotFound.class)
                .hasMessageContaining("'c' is not in " + file());
        assertThatThrownBy(() -> AccessFile.add(file(), new Principal("a b", Role.READER), token()))
                .isInstanceOf(PakitException.Invalid.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-rw----", "rw-----w-", "rw----r--"})
    void aFileThatIsOpenToOthersIsRefused(String permissions) throws IOException {
        AccessFile.add(file(), CI, token());
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(permissions));

        assertThatThrownBy(() -> AccessFile.open(file()))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining(file() + " is open to others (" + permissions + ")")
                .hasMessageContaining("chmod 600 " + file());
    }

    @Test
    void whatIsNoAccessFileIsNamed() throws IOException {
        assertThatThrownBy(() -> AccessFile.open(file()))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining(file() + " does not exist");

        AccessFile.add(file(), CI, token());
        Files.write(file(), new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThatThrownBy(() -> AccessFile.open(file())).hasMessageContaining(file() + " is no text");

        Files.write(file(), new byte[SecretFile.BYTES_MAX + 1]);
        assertThatThrownBy(() -> AccessFile.open(file())).hasMessageContaining("more than 65536 bytes");
    }

    @Test
    void changesAreTakenOver() {
        Token first = token();
        Token second = token();
        AccessFile.add(file(), CI, first);
        AccessFile open = AccessFile.open(file());

        AccessFile.add(file(), new Principal("new", Role.OPERATOR), second);
        assertThat(open.list().byToken(second.sha256())).isEmpty();
        open.refresh();
        assertThat(open.list().byToken(second.sha256())).isPresent();

        AccessFile.remove(file(), "ci");
        AccessFile.remove(file(), "new");
        open.refresh();
        assertThat(open.list().byToken(first.sha256())).isEmpty();
        assertThat(open.principals()).isEmpty();
    }

    @Test
    void aBrokenChangeKeepsWhatWasKnown() throws IOException {
        Token token = token();
        AccessFile.add(file(), CI, token);
        AccessFile open = AccessFile.open(file());
        String whole = Files.readString(file());

        Files.writeString(file(), whole + "half a li");
        open.refresh();
        assertThat(open.list().byToken(token.sha256())).contains(CI);
        Files.delete(file());
        open.refresh();
        assertThat(open.list().byToken(token.sha256())).contains(CI);

        AccessFile.add(file(), new Principal("later", Role.READER), token);
        open.refresh();
        assertThat(open.list().byToken(token.sha256())).contains(new Principal("later", Role.READER));
    }
}
