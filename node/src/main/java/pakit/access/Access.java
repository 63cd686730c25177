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
    private static final Verdict.Granted LOCALLY = new Verdict.Granted(LOCAL);

    private final @Nullable Known known;
    private final byte @Nullable [] localSha256;
    private final Map<Refusal, LongAdder> refused = new EnumMap<>(Refusal.class);

    /// What was refused, by why.
    public enum Refusal {
        MISSING,
        WRONG,
        FORBIDDEN
    }

    /// @param subjectRole of verified certificates whose subject the file does not name; empty: they are refused
    private record Known(Optional<AccessFile> file, Optional<Role> subjectRole) {}

    private Access(@Nullable Known known, @Nullable Token local) {
        this.known = known;
        this.localSha256 = local == null ? null : local.sha256();
        for (Refusal refusal : Refusal.values()) {
            refused.put(refusal, new LongAdder());
        }
    }

    /// Asks for no credentials.
    public static Access open() {
        return new Access(null, null);
    }

    /// Asks for no credentials, and knows the verbs on the node's own home.
    ///
    /// @param local their token
    public static Access open(Token local) {
        return new Access(null, local);
    }

    /// Asks everybody for credentials.
    ///
    /// @param file who is known
    /// @param subjectRole of verified certificates whose subject the file does not name; empty: they are refused
    /// @param local the token of the verbs on the node's own home
    public static Access guarded(Optional<AccessFile> file, Optional<Role> subjectRole, Token local) {
        return new Access(new Known(file, subjectRole), local);
    }

    /// Whether no credentials are asked for.
    public boolean isOpen() {
        return known == null;
    }

    /// Whether who brings `given` may do what asks for the role `wanted`.
    public Verdict check(Credentials given, Role wanted) {
        Known all = known;
        if (all == null) {
            return isLocal(given.authorization()) ? LOCALLY : EVERYBODY;
        }
        Verdict verdict = identify(all, given);
        if (verdict instanceof Verdict.Granted granted
                && !granted.principal().role().includes(wanted)) {
            verdict = new Verdict.Forbidden(granted.principal(), wanted);
        }
        count(verdict);
        return verdict;
    }

    private Verdict identify(Known known, Credentials given) {
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

    private Verdict byToken(Known known, String authorization) {
        if (!isBearer(authorization)) {
            return NO_BEARER;
        }
        byte[] sha256 = Token.sha256(authorization.substring(SCHEME.length()));
        Optional<Principal> named = known.file().flatMap(file -> file.list().byToken(sha256));
        return named.<Verdict>map(Verdict.Granted::new).orElse(isLocal(sha256) ? LOCALLY : WRONG_TOKEN);
    }

    /// Whether this is what verbs on the node's own home bring, which its user alone can read.
    public boolean isOfOwner(@Nullable String authorization) {
        return isLocal(authorization);
    }

    private boolean isLocal(@Nullable String authorization) {
        return authorization != null
                && isBearer(authorization)
                && isLocal(Token.sha256(authorization.substring(SCHEME.length())));
    }

    private boolean isLocal(byte[] sha256) {
        return localSha256 != null && MessageDigest.isEqual(localSha256, sha256);
    }

    private static boolean isBearer(String authorization) {
        return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && authorization.length() - SCHEME.length() <= Token.CHARS_MAX;
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
