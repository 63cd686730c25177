package pakit.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pakit.error.PakitException;

class AccessListTest {
    private static final String DIGEST = "ab".repeat(32);

    @Test
    void tokensAndSubjectsAreFound() {
        Token token = Token.random(new SecureRandom());
        String digest = new Grant.ForToken(new Principal("ci", Role.READER), token.sha256()).line();
        AccessList list =
                AccessList.parse("# who\n\n  " + digest + "  \r\nops\toperator  subject:CN=ops, O=Example\n", "f");

        assertThat(list.byToken(token.sha256())).contains(new Principal("ci", Role.READER));
        assertThat(list.byToken(Token.random(new SecureRandom()).sha256())).isEmpty();
        assertThat(list.byToken(new byte[0])).isEmpty();
        assertThat(list.bySubject(new X500Principal("cn=OPS,o=example"))).contains(new Principal("ops", Role.OPERATOR));
        assertThat(list.bySubject(new X500Principal("CN=ops"))).isEmpty();
    }

    @Test
    void linesAreWrittenAsTheyAreRead() {
        String text = "a reader sha256:" + DIGEST + "\nb operator subject:CN=b,O=Example\\, Inc";
        var lines =
                AccessList.parse(text, "f").grants().stream().map(Grant::line).toList();

        assertThat(AccessList.parse(String.join("\n", lines), "f").grants().stream()
                        .map(Grant::line))
                .isEqualTo(lines);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ci                                 | 1 words
            ci reader                          | 2 words
            ci admin sha256:DIGEST             | role must be reader or operator, found 'admin'
            ci READER sha256:DIGEST            | found 'READER'
            c:i reader sha256:DIGEST           | found 'c:i'
            -ci reader sha256:DIGEST           | found '-ci'
            cli operator sha256:DIGEST         | Pakit's own
            http operator sha256:DIGEST        | Pakit's own
            ci reader sha256:DIGES             | 64 hex digits
            ci reader sha256:DIGEST0           | 64 hex digits
            ci reader sha256:DIGEST x          | 64 hex digits
            ci reader md5:DIGEST               | must start with sha256: or subject:
            ci reader subject:nonsense         | distinguished name
            """)
    void wrongLinesAreNamed(String line, String why) {
        String text = "# first\n" + line.replace("DIGEST", DIGEST).replace("DIGES", DIGEST.substring(1));

        assertThatThrownBy(() -> AccessList.parse(text, "FILE"))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageStartingWith("FILE line 2: ")
                .hasMessageContaining(why);
    }

    @Test
    void aTokenWrittenBesideItsNameIsNotRepeated() {
        String secret = Token.random(new SecureRandom()).text();

        assertThatThrownBy(() -> AccessList.parse("ci reader " + secret, "FILE"))
                .isInstanceOf(PakitException.Invalid.class)
                .message()
                .doesNotContain(secret);
        assertThatThrownBy(() -> AccessList.parse("ci reader sha256:" + secret, "FILE"))
                .message()
                .doesNotContain(secret);
    }

    @Test
    void aLongNameIsRefused() {
        String name = "n".repeat(65);

        assertThatThrownBy(() -> AccessList.parse(name + " reader sha256:" + DIGEST, "f"))
                .hasMessageContaining("1 to 64");
    }

    @Test
    void theSameTwiceIsRefused() {
        String one = "a reader sha256:" + DIGEST + "\n";

        assertThatThrownBy(() -> AccessList.parse(one + "a reader subject:CN=a", "f"))
                .hasMessageContaining("f line 2: the name 'a' stands on an earlier line");
        assertThatThrownBy(() -> AccessList.parse(one + "b operator sha256:" + DIGEST.toUpperCase(), "f"))
                .hasMessageContaining("token or subject stands on an earlier line");
        assertThatThrownBy(() -> AccessList.parse("a reader subject:CN=x\nb operator subject:cn=X", "f"))
                .hasMessageContaining("token or subject stands on an earlier line");
    }

    @Test
    void theNumberOfNamesIsBounded() {
        assertThat(AccessList.parse(names(AccessList.GRANTS_MAX), "f").grants()).hasSize(AccessList.GRANTS_MAX);
        assertThatThrownBy(() -> AccessList.parse(names(AccessList.GRANTS_MAX + 1), "f"))
                .hasMessageContaining("names 257, at most 256");
    }

    private static String names(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "n" + i + " reader sha256:" + String.format("%064x", i))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void rolesIncludeThoseBelow() {
        assertThat(Role.OPERATOR.includes(Role.READER)).isTrue();
        assertThat(Role.READER.includes(Role.READER)).isTrue();
        assertThat(Role.READER.includes(Role.OPERATOR)).isFalse();
    }

    @Test
    void tokensAreRandomAndHidden() {
        Token one = Token.random(new SecureRandom());
        Token other = Token.random(new SecureRandom());

        assertThat(one.text()).matches("pakit_[A-Za-z0-9_-]{43}").isNotEqualTo(other.text());
        assertThat(one + Collections.nCopies(2, one).toString()).doesNotContain(one.text());
        assertThat(Token.parse(one.text(), "x").sha256()).isEqualTo(one.sha256());
        assertThatThrownBy(() -> Token.parse("short", "PAKIT_TOKEN"))
                .hasMessageContaining("PAKIT_TOKEN holds no token")
                .message()
                .doesNotContain("short");
    }
}
