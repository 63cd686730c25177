package pakit.dag;

import java.io.InputStream;
import java.util.Optional;
import java.util.function.Supplier;
import pakit.error.PakitException;

/// The names that a tree may hold. What is refused here could leave the directory that a tree is restored into, or not
/// be restored at all.
final class TreePaths {
    /// Nested directories, at most. A path of `a/a/a…` reaches Linux's 4096 bytes at this depth.
    static final int DEPTH_MAX = 2048;

    private TreePaths() {}

    /// What is wrong with `name` as the name of one entry, or empty.
    static Optional<String> objection(String name) {
        if (name.isEmpty()) {
            return Optional.of("is empty");
        }
        if (name.equals(".") || name.equals("..")) {
            return Optional.of("is '" + name + "'");
        }
        if (name.indexOf('/') >= 0) {
            return Optional.of("holds a '/'");
        }
        if (name.indexOf('\0') >= 0) {
            return Optional.of("holds a zero byte");
        }
        return Utf8Bytes.exist(name) ? Optional.empty() : Optional.of("has no UTF-8 form");
    }

    /// Accepts the empty path and relative paths of good names.
    ///
    /// @throws PakitException.Invalid naming the path and what is wrong with it
    static String check(String path) {
        if (path.isEmpty()) {
            return path;
        }
        String[] names = path.split("/", -1);
        for (String name : names) {
            objection(name).ifPresent(what -> {
                throw new PakitException.Invalid("path '" + path + "': a name " + what
                        + "; expected a relative path like 'a/b', without '.', '..' and empty names");
            });
        }
        if (names.length > DEPTH_MAX) {
            throw new PakitException.Invalid(
                    "path of " + names.length + " names is deeper than " + DEPTH_MAX + ": " + path);
        }
        return path;
    }

    /// `parent` and `name` joined; the top's path is empty.
    static String join(String parent, String name) {
        return parent.isEmpty() ? name : parent + "/" + name;
    }

    /// The path of the directory that `path` is in; `path` is not the top.
    static String parentOf(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    static String nameOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /// `content` of the file at `path`, which fails as Invalid where it has another size than announced.
    static InputStream exactly(long sizeBytes, InputStream content, String path) {
        return new MeasuredContent(content, sizeBytes, count -> {}, what -> {
            throw new PakitException.Invalid(
                    "file " + shown(path) + " " + what + ": it changed while it was read, or its source is broken");
        });
    }

    /// How messages call `path`.
    static String shown(String path) {
        return path.isEmpty() ? "the top of the tree" : "'" + path + "'";
    }

    /// Does `work`, and adds to what goes wrong where in the tree it was.
    static <T> T at(String path, Supplier<T> work) {
        try {
            return work.get();
        } catch (PakitException.NotFound e) {
            throw new PakitException.NotFound(e.getMessage() + place(path));
        } catch (PakitException.Corrupt e) {
            throw new PakitException.Corrupt(e.getMessage() + place(path), e);
        } catch (PakitException.Invalid e) {
            throw new PakitException.Invalid(e.getMessage() + place(path), e);
        }
    }

    private static String place(String path) {
        return path.isEmpty() ? "" : " (at '" + path + "')";
    }
}
