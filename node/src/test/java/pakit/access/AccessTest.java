package pakit.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
    private static final Principal READER = new Principal("r", Role.READER);
    private static final Principal OPERATOR = new Principal("o", Role.OPERATOR);
    private static final Credentials NOTHING = new Credentials(null, null);

    private final Token reader = Token.random(new SecureRandom());
    private final Token operator = Token.random(new SecureRandom());
    private final Token local = Token.random(new SecureRandom());

    @TempDir
    private Path directory;

    private Access access = Access.open();

    @BeforeEach
    void guarded() {
        access = guarded(Optional.empty());
    }

    private Access guarded(Optional<Role> subjectRole) {
        Path file = directory.resolve("tokens");
        if (!java.nio.file.Files.exists(file)) {
            AccessFile.add(file, READER, reader);
            AccessFile.add(file, OPERATOR, operator);
        }
        return Access.guarded(Optional.of(AccessFile.open(file)), subjectRole, local);
    }

    private static Credentials bearing(Token token) {
        return new Credentials("Bearer " + token.text(), null);
    }

    private static Credentials certified(String subject) {
        return new Credentials(null, new X500Principal(subject));
    }

    @Test
    void tokensGiveWhatTheirRolesInclude() {
        assertThat(access.check(bearing(reader), Role.READER)).isEqualTo(new Verdict.Granted(READER));
        assertThat(access.check(bearing(operator), Role.READER)).isEqualTo(new Verdict.Granted(OPERATOR));
        assertThat(access.check(bearing(operator), Role.OPERATOR)).isEqualTo(new Verdict.Granted(OPERATOR));
        assertThat(access.check(bearing(reader), Role.OPERATOR))
                .isEqualTo(new Verdict.Forbidden(READER, Role.OPERATOR))
                .extracting(verdict -> ((Verdict.Forbidden) verdict).detail())
                .isEqualTo("'r' has the role reader, this needs operator");
    }

    @Test
    void verbsOfTheNodesOwnUserAreOperators() {
        assertThat(access.check(bearing(local), Role.OPERATOR))
                .isEqualTo(new Verdict.Granted(new Principal("cli", Role.OPERATOR)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Bearer", "Bearer ", "Basic dTpw", "Bearer pakit_nobodys_token_at_all", "Bearer  TOKEN"})
    void whatIsNotKnownIsRefusedWithoutRepeatingIt(String authorization) {
        Credentials given = new Credentials(authorization.replace("TOKEN", reader.text()), null);

        assertThat(access.check(given, Role.READER)).isInstanceOfSatisfying(Verdict.Unknown.class, unknown -> {
            assertThat(unknown.reason()).isEqualTo(Verdict.Reason.WRONG);
            assertThat(unknown.detail()).doesNotContain("pakit_", "dTpw");
        });
    }

    @Test
    void theSchemeMayBeWrittenInAnyCase() {
        Credentials given = new Credentials("bEARER " + reader.text(), null);

        assertThat(access.check(given, Role.READER)).isInstanceOf(Verdict.Granted.class);
    }

    @Test
    void prefixesAndExtensionsOfATokenAreRefused() {
        String text = reader.text();

        for (String near :
                new String[] {text.substring(0, text.length() - 1), text + "A", text.toUpperCase(), text + " "}) {
            assertThat(access.check(new Credentials("Bearer " + near, null), Role.READER))
                    .isInstanceOf(Verdict.Unknown.class);
        }
        assertThat(access.check(new Credentials("Bearer " + "x".repeat(10_000), null), Role.READER))
                .isInstanceOf(Verdict.Unknown.class);
    }

    @Test
    void certificatesCountByTheirSubjects() throws Exception {
        Path file = directory.resolve("tokens");
        java.nio.file.Files.writeString(
                file, java.nio.file.Files.readString(file) + "ops operator subject:CN=ops,O=Example\n");

        Access named = guarded(Optional.empty());
        assertThat(named.check(certified("CN=ops,O=Example"), Role.OPERATOR))
                .isEqualTo(new Verdict.Granted(new Principal("ops", Role.OPERATOR)));
        assertThat(named.check(certified("CN=other"), Role.READER)).isInstanceOf(Verdict.Unknown.class);

        Access readers = guarded(Optional.of(Role.READER));
        assertThat(readers.check(certified("CN=other"), Role.READER))
                .isEqualTo(new Verdict.Granted(new Principal("CN=other", Role.READER)));
        assertThat(readers.check(certified("CN=other"), Role.OPERATOR)).isInstanceOf(Verdict.Forbidden.class);
        assertThat(readers.check(certified("CN=ops,O=Example"), Role.OPERATOR)).isInstanceOf(Verdict.Granted.class);
    }

    @Test
    void aWrongTokenIsNotMendedByACertificate() {
        Access readers = guarded(Optional.of(Role.OPERATOR));
        Credentials both = new Credentials("Bearer " + "x".repeat(40), new X500Principal("CN=ops"));

        assertThat(readers.check(both, Role.READER)).isInstanceOf(Verdict.Unknown.class);
    }

    @Test
    void refusalsAreCountedByWhy() {
        access.check(NOTHING, Role.READER);
        access.check(NOTHING, Role.READER);
        access.check(bearing(Token.random(new SecureRandom())), Role.READER);
        access.check(bearing(reader), Role.OPERATOR);
        access.check(bearing(reader), Role.READER);

        assertThat(access.refused(Access.Refusal.MISSING)).isEqualTo(2);
        assertThat(access.refused(Access.Refusal.WRONG)).isEqualTo(1);
        assertThat(access.refused(Access.Refusal.FORBIDDEN)).isEqualTo(1);
    }

    @Test
    void anOpenPortAsksNobody() {
        Access open = Access.open();

        assertThat(open.isOpen()).isTrue();
        assertThat(open.check(NOTHING, Role.OPERATOR)).isInstanceOf(Verdict.Granted.class);
        assertThat(access.isOpen()).isFalse();
        assertThat(access.check(NOTHING, Role.READER)).isInstanceOf(Verdict.Unknown.class);
    }

    @Test
    void anOpenPortKnowsTheVerbsOfItsOwnUserAndTakesAllOthersAlike() {
        Access open = Access.open(local);

        assertThat(open.check(bearing(local), Role.OPERATOR))
                .isEqualTo(new Verdict.Granted(new Principal("cli", Role.OPERATOR)));
        Verdict everybody = new Verdict.Granted(new Principal("http", Role.OPERATOR));
        assertThat(open.check(NOTHING, Role.OPERATOR)).isEqualTo(everybody);
        assertThat(open.check(bearing(reader), Role.OPERATOR)).isEqualTo(everybody);
        assertThat(open.check(new Credentials("Basic x", null), Role.OPERATOR)).isEqualTo(everybody);
    }

    @Test
    void credentialsDoNotShowThemselves() {
        assertThat(bearing(reader).toString()).doesNotContain(reader.text());
    }

    @Test
    void theActorIsWhoAsks() throws Exception {
        assertThat(Actor.name()).isEmpty();
        assertThat(Actor.as(OPERATOR, Actor::name)).contains("o");
        assertThat(Actor.name()).isEmpty();
    }
}
