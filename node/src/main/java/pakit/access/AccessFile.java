package pakit.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.error.PakitException;
import pakit.store.DurableFiles;

/// The file that says who may do what: one line `NAME ROLE sha256:DIGEST` for a token, `NAME ROLE subject:DN` for a
/// certificate. It holds digests, never tokens; still nobody else may read it, and certainly not write it. Thread-safe.
public final class AccessFile {
    private static final Logger LOG = LoggerFactory.getLogger(AccessFile.class);
    private static final String WHAT = "the access file";

    private final Path file;
    private volatile AccessList list;
    private FileStamp stamp;

    private AccessFile(Path file) {
        this.file = file;
        this.stamp = FileStamp.of(file);
        this.list = parsed(file);
    }

    /// Reads it.
    ///
    /// @throws PakitException.Invalid naming the file, and the line that cannot be read
    public static AccessFile open(Path file) {
        AccessFile opened = new AccessFile(file);
        if (opened.list.grants().isEmpty()) {
            LOG.warn("{} {} names nobody; 'pakit token new NAME --role operator' adds somebody", WHAT, file);
        }
        return opened;
    }

    /// Takes over what the file says now. A file that cannot be read changes nothing: who was known stays known.
    public synchronized void refresh() {
        FileStamp now = FileStamp.of(file);
        if (now.equals(stamp)) {
            return;
        }
        stamp = now;
        try {
            list = parsed(file);
            LOG.info("{} {} has changed: it names {}", WHAT, file, list.grants().size());
        } catch (PakitException.Invalid e) {
            LOG.warn("What was known before stays in force: {}", e.getMessage());
        }
    }

    AccessList list() {
        return list;
    }

    /// Those whom it names.
    public List<Principal> principals() {
        return list.grants().stream().map(Grant::principal).toList();
    }

    /// Adds a token to the file, which is made if it is not there.
    ///
    /// @throws PakitException.Refused if the name is taken
    public static void add(Path file, Principal principal, Token token) {
        Grant.Names.require(principal.name());
        List<String> lines = lines(file);
        if (parsed(lines, file).grants().stream().anyMatch(is(principal.name()))) {
            throw new PakitException.Refused("'" + principal.name() + "' is in " + file + " already;"
                    + " choose another name, or 'pakit token revoke " + principal.name() + "' first");
        }
        lines.add(new Grant.ForToken(principal, token.sha256()).line());
        parsed(lines, file); // it must not grow out of its bounds
        write(file, lines);
    }

    /// Takes somebody out of the file.
    ///
    /// @throws PakitException.NotFound if the file does not name them
    public static void remove(Path file, String name) {
        List<String> lines = lines(file);
        List<String> left = lines.stream()
                .filter(line -> !line.strip().split("[ \t]+", 2)[0].equals(name))
                .toList();
        if (parsed(lines, file).grants().stream().noneMatch(is(name))) {
            throw new PakitException.NotFound("'" + name + "' is not in " + file);
        }
        write(file, left);
    }

    private static Predicate<Grant> is(String name) {
        return grant -> grant.principal().name().equals(name);
    }

    private static AccessList parsed(Path file) {
        return AccessList.parse(SecretFile.read(file, WHAT), file.toString());
    }

    private static AccessList parsed(List<String> lines, Path file) {
        return AccessList.parse(String.join("\n", lines), file.toString());
    }

    private static List<String> lines(Path file) {
        return Files.exists(file)
                ? new ArrayList<>(SecretFile.read(file, WHAT).lines().toList())
                : new ArrayList<>();
    }

    /// What is written is for its owner alone: so temporary files are made, and it is one, renamed.
    private static void write(Path file, List<String> lines) {
        String text = lines.stream().map(line -> line + "\n").collect(Collectors.joining());
        try {
            DurableFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new PakitException.Unavailable(WHAT + " " + file + " cannot be written: " + e, e);
        }
    }
}
