package pakit.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pakit.access.AccessFile;
import pakit.access.Principal;
import pakit.access.Role;
import pakit.access.Token;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "token",
        description = "Who may use the port: tokens and their roles, in an access file.",
        subcommands = {TokenCommand.New.class, TokenCommand.Show.class, TokenCommand.Revoke.class},
        footer = {"", "Examples:", "  pakit token new ci --role reader > ci.token"})
final class TokenCommand extends VerbGroup {
    /// What works on an access file. A node that uses the file takes changes over within seconds.
    abstract static class FileVerb extends Verb {
        private static final String DEFAULT = "tokens";

        @Option(
                names = "--file",
                paramLabel = "FILE",
                description = "The access file. Default: serve.tokens, else the file tokens in the home")
        private @Nullable Path named;

        final Path file() {
            requireNoNode();
            if (named != null) {
                return path(named);
            }
            return Configuration.of(home(), settings()).serve().tokens().orElse(home().resolve(DEFAULT));
        }
    }

    @Command(
            name = "new",
            description = "Makes a token, prints it once, and adds its digest to the access file.",
            footer = {
                "",
                "The token itself is kept nowhere: who loses it makes another one. Verbs take it from the environment",
                "(PAKIT_TOKEN) or from a file (--token-file), never from their arguments, which others can see.",
                "",
                "Examples:",
                "  pakit token new ops --role operator",
                "  pakit token new ci --role reader > ci.token"
            })
    static final class New extends FileVerb {
        @Parameters(paramLabel = "NAME", description = "Who will use it, as the history of models will say.")
        private String name = "";

        @Option(
                names = "--role",
                paramLabel = "ROLE",
                required = true,
                description = "reader (read, and ask models) or operator (everything)")
        private String role = "";

        @Override
        public Integer call() throws IOException {
            Path file = file();
            Principal principal = new Principal(name, Role.parse(role));
            Token token = Token.random(new SecureRandom());
            Files.createDirectories(file.toAbsolutePath().getParent());
            AccessFile.add(file, principal, token);
            print(new Made(name, principal.role().label(), token.text(), file.toString()), () -> say(token.text()));
            terminal().err().println("pakit: the digest is in " + file + "; this token is shown only now");
            return ExitCode.DONE.status();
        }

        private record Made(String name, String role, String token, String file) {}
    }

    @Command(
            name = "list",
            description = "Lists who is in the access file, and their roles.",
            footer = {"", "Examples:", "  pakit token list --json"})
    static final class Show extends FileVerb {
        @Override
        public Integer call() {
            List<Entry> entries = AccessFile.open(file()).principals().stream()
                    .map(principal ->
                            new Entry(principal.name(), principal.role().label()))
                    .toList();
            Table table = new Table("NAME", "ROLE");
            entries.forEach(entry -> table.row(entry.name(), entry.role()));
            print(Map.of("tokens", entries), () -> print(table));
            return ExitCode.DONE.status();
        }

        private record Entry(String name, String role) {}
    }

    @Command(
            name = "revoke",
            description = "Takes somebody out of the access file.",
            footer = {"", "Examples:", "  pakit token revoke ci"})
    static final class Revoke extends FileVerb {
        @Parameters(paramLabel = "NAME", description = "Who is no longer let in.")
        private String name = "";

        @Override
        public Integer call() {
            AccessFile.remove(file(), name);
            print(Map.of("revoked", name), () -> say("revoked " + name));
            return ExitCode.DONE.status();
        }
    }
}
