package pakit.access;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;

/// Everybody whom a node knows. Immutable.
final class AccessList {
    static final AccessList EMPTY = new AccessList(List.of());

    /// A look-up compares with each of them, on an event loop.
    static final int GRANTS_MAX = 256;

    private final List<Grant> grants;

    private AccessList(List<Grant> grants) {
        this.grants = grants;
    }

    /// Of lines; empty ones and those that start with `#` say nothing.
    ///
    /// @param source named in messages
    /// @throws PakitException.Invalid naming the line, if it cannot be read, or says again what one before it says
    static AccessList parse(String text, String source) {
        List<Grant> grants = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                grants.add(parse(line, seen, source + " line " + (i + 1)));
            }
        }
        if (grants.size() > GRANTS_MAX) {
            throw new PakitException.Invalid(
                    source + " names " + grants.size() + ", at most " + GRANTS_MAX + " are allowed");
        }
        return new AccessList(List.copyOf(grants));
    }

    private static Grant parse(String line, Set<String> seen, String place) {
        try {
            Grant grant = Grant.parse(line);
            if (!seen.add(grant.principal().name())) {
                throw new PakitException.Invalid(
                        "the name '" + grant.principal().name() + "' stands on an earlier line");
            }
            if (!seen.add(proof(grant))) {
                throw new PakitException.Invalid("the token or subject stands on an earlier line");
            }
            return grant;
        } catch (PakitException.Invalid e) {
            throw new PakitException.Invalid(place + ": " + e.getMessage(), e);
        }
    }

    private static String proof(Grant grant) {
        return switch (grant) {
            case Grant.ForToken token -> Grant.DIGEST + HexFormat.of().formatHex(token.sha256());
            case Grant.ForSubject subject -> Grant.SUBJECT + subject.subject().getName(X500Principal.CANONICAL);
        };
    }

    List<Grant> grants() {
        return grants;
    }

    /// Who has the token of that digest. Takes the same time wherever it stands, and however much of it fits.
    Optional<Principal> byToken(byte[] sha256) {
        @Nullable Principal found = null;
        for (Grant grant : grants) {
            if (grant instanceof Grant.ForToken token && MessageDigest.isEqual(token.sha256(), sha256)) {
                found = token.principal();
            }
        }
        return Optional.ofNullable(found);
    }

    Optional<Principal> bySubject(X500Principal subject) {
        return grants.stream()
                .filter(grant -> grant instanceof Grant.ForSubject known
                        && known.subject().equals(subject))
                .map(Grant::principal)
                .findFirst();
    }
}
