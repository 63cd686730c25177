package pakit.access;

import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import pakit.error.PakitException;

/// A line of an access file: what proves to be whom.
sealed interface Grant {
    String DIGEST = "sha256:";
    String SUBJECT = "subject:";

    Principal principal();

    /// The line again.
    String line();

    /// @param sha256 of the token's text; belongs to this
    record ForToken(Principal principal, byte[] sha256) implements Grant {
        @Override
        public String line() {
            return start(principal) + DIGEST + HexFormat.of().formatHex(sha256);
        }
    }

    /// @param subject of a client's certificate
    record ForSubject(Principal principal, X500Principal subject) implements Grant {
        @Override
        public String line() {
            return start(principal) + SUBJECT + subject.getName();
        }
    }

    private static String start(Principal principal) {
        return principal.name() + " " + principal.role().label() + " ";
    }

    /// Of `NAME ROLE sha256:HEX` or `NAME ROLE subject:DN`. The last word is in no message: somebody may have written
    /// the token itself there.
    ///
    /// @throws PakitException.Invalid saying what is wrong with it
    static Grant parse(String line) {
        String[] words = line.split("[ \t]+", 3);
        if (words.length < 3) {
            throw new PakitException.Invalid("expected are NAME ROLE sha256:DIGEST or NAME ROLE subject:DN, found are "
                    + words.length + " words");
        }
        Principal principal = new Principal(Names.require(words[0]), Role.parse(words[1]));
        if (words[2].startsWith(DIGEST)) {
            return new ForToken(principal, digest(words[2].substring(DIGEST.length())));
        }
        if (words[2].startsWith(SUBJECT)) {
            return new ForSubject(principal, subject(words[2].substring(SUBJECT.length())));
        }
        throw new PakitException.Invalid("the third word must start with sha256: or subject:; a token itself is never"
                + " written here, 'pakit token new' writes its digest");
    }

    private static byte[] digest(String hex) {
        if (!Names.SHA256_HEX.matcher(hex).matches()) {
            throw new PakitException.Invalid("sha256: must be followed by 64 hex digits");
        }
        return HexFormat.of().parseHex(hex);
    }

    private static X500Principal subject(String name) {
        try {
            return new X500Principal(name);
        } catch (IllegalArgumentException e) {
            throw new PakitException.Invalid(
                    "subject: must be followed by a distinguished name such as CN=ops,O=Example", e);
        }
    }

    /// What principals may be called.
    final class Names {
        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");
        private static final Pattern SHA256_HEX = Pattern.compile("[0-9a-fA-F]{64}");
        private static final Pattern OURS = Pattern.compile("cli|http|grpc|install");

        private Names() {}

        /// @throws PakitException.Invalid if it is none, or one that the history of models uses for Pakit's own parts
        static String require(String name) {
            if (!NAME.matcher(name).matches()) {
                throw new PakitException.Invalid("a name must have 1 to 64 letters, digits, '.', '_', '@' or '-', and"
                        + " start with a letter or digit, found '" + name + "'");
            }
            if (OURS.matcher(name).matches()) {
                throw new PakitException.Invalid(
                        "the name '" + name + "' is Pakit's own in the history of models; choose another");
            }
            return name;
        }
    }
}
