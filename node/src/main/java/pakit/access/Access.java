package pakit.access;

import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/// Decides who may do what: credentials and the role that a request needs go in, a [Verdict] comes out. The one check
/// of all protocols. Says nothing of what it was given. Thread-safe; takes microseconds and waits for nothing.
public final class Access {
    private static final String SCHEME = "Bearer ";
    private static final Verdict.Unknown NOTHING_GIVEN = new Verdict.Unknown(
            Verdict.Reason.MISSING, "this node wants credentials: send 'Authorization: Bearer TOKEN'");
    private static final Verdict.Unknown NO_BEARER =
            new Verdict.Unknown(Verdict.Reason.WRONG, "'authorization' must be 'Bearer TOKEN'");
    private static final Verdict.Unknown WRONG_TOKEN =
            new Verdict.Unknown(Verdict.Reason.WRONG, "the token is not known here");
    private static final Verdict.Unknown WRONG_SUBJECT = new Verdict.Unknown(
            Verdict.Reason.WRONG, "the subject of the certificate is not known here, and no token was sent");

    /// Everybody, on a port without credentials; named as the history of models names those who come over it.
    private static final Verdict.Granted EVERYBODY = new Verdict.Granted(new Principal("http", Role.OPERATOR));

    /// Verbs of the user whose node this is; named as when they work on the home directly.
    private static final Principal LOCAL = new Principal("cli", Role.OPERATOR);

    private final @Nullable Known known;
    private final Map<Refusal, LongAdder> refused = new EnumMap<>(Refusal.class);

    /// What was refused, by why.
    public enum Refusal {
        MISSING,
        WRONG,
        FORBIDDEN
    }

    /// @param subjectRole of verified certificates whose subject the file does not name; empty: they are refused
    private record Known(Optional<AccessFile> file, Optional<Role> subjectRole, byte[] localSha256) {}

    private Access(@Nullable Known known) {
        this.known = known;
        for (Refusal refusal : Refusal.values()) {
            refused.put(refusal, new LongAdder());
        }
    }

    /// Asks for no credentials.
    public static Access open() {
        return new Access(null);
    }

    /// Asks everybody for credentials.
    ///
    /// @param file who is known
    /// @param subjectRole of verified certificates whose subject the file does not name; empty: they are refused
    /// @param local the token of the verbs on the node's own home
    public static Access guarded(Optional<AccessFile> file, Optional<Role> subjectRole, Token local) {
        return new Access(new Known(file, subjectRole, local.sha256()));
    }

    /// Whether no credentials are asked for.
    public boolean isOpen() {
        return known == null;
    }

    /// Whether who brings `given` may do what asks for the role `wanted`.
    public Verdict check(Credentials given, Role wanted) {
        Known all = known;
        if (all == null) {
            return EVERYBODY;
        }
        Verdict verdict = identify(all, given);
        if (verdict instanceof Verdict.Granted granted
                && !granted.principal().role().includes(wanted)) {
            verdict = new Verdict.Forbidden(granted.principal(), wanted);
        }
        count(verdict);
        return verdict;
    }

    private static Verdict identify(Known known, Credentials given) {
        String authorization = given.authorization();
        if (authorization != null) {
            return byToken(known, authorization);
        }
        X500Principal subject = given.subject();
        return subject == null ? NOTHING_GIVEN : bySubject(known, subject);
    }

    /// Names of subjects hold a `=`, so that they are never those of tokens.
    private static Verdict bySubject(Known known, X500Principal subject) {
        Optional<Principal> named = known.file().flatMap(file -> file.list().bySubject(subject));
        return named.or(() -> known.subjectRole().map(role -> new Principal(subject.getName(), role)))
                .<Verdict>map(Verdict.Granted::new)
                .orElse(WRONG_SUBJECT);
    }

    private static Verdict byToken(Known known, String authorization) {
        int start = SCHEME.length();
        if (!authorization.regionMatches(true, 0, SCHEME, 0, start)
                || authorization.length() - start > Token.CHARS_MAX) {
            return NO_BEARER;
        }
        byte[] sha256 = Token.sha256(authorization.substring(start));
        Optional<Principal> named = known.file().flatMap(file -> file.list().byToken(sha256));
        boolean local = MessageDigest.isEqual(known.localSha256(), sha256);
        return named.or(() -> local ? Optional.of(LOCAL) : Optional.empty())
                .<Verdict>map(Verdict.Granted::new)
                .orElse(WRONG_TOKEN);
    }

    private void count(Verdict verdict) {
        switch (verdict) {
            case Verdict.Granted granted -> {}
            case Verdict.Unknown unknown ->
                adder(unknown.reason() == Verdict.Reason.MISSING ? Refusal.MISSING : Refusal.WRONG)
                        .increment();
            case Verdict.Forbidden forbidden -> adder(Refusal.FORBIDDEN).increment();
        }
    }

    private LongAdder adder(Refusal refusal) {
        return Objects.requireNonNull(refused.get(refusal));
    }

    /// How many requests were refused since the start.
    public long refused(Refusal why) {
        return adder(why).sum();
    }

    /// Takes over what the access file says now; waits for the disk.
    public void refresh() {
        if (known != null) {
            known.file().ifPresent(AccessFile::refresh);
        }
    }
}
