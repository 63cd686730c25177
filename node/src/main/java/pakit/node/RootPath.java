package pakit.node;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import pakit.block.BlockId;
import pakit.error.PakitException;
import pakit.store.Root;

/// A place in a stored tree, as users write it: ROOT or ROOT/PATH, where ROOT is an id or the name of a root. Names may
/// hold slashes; the longest that fits counts.
///
/// @param path below the root; empty for the root itself
record RootPath(BlockId root, String path) {
    /// @throws PakitException.NotFound if no root is meant
    /// @throws PakitException.Invalid listing the ids, if the name is that of several trees
    static RootPath parse(String text, List<Root> roots) {
        String clean = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        return byName(clean, roots)
                .or(() -> byId(clean))
                .orElseThrow(() -> new PakitException.NotFound("'" + text
                        + "' starts with neither the id of a block nor the name of a root; pakit ls lists the roots"));
    }

    private static Optional<RootPath> byName(String text, List<Root> roots) {
        return roots.stream()
                .flatMap(root -> root.name().stream())
                .filter(name -> text.equals(name) || text.startsWith(name + "/"))
                .max(Comparator.comparingInt(String::length))
                .map(name -> new RootPath(only(name, roots), below(text, name)));
    }

    private static String below(String text, String root) {
        return text.length() == root.length() ? "" : text.substring(root.length() + 1);
    }

    private static BlockId only(String name, List<Root> roots) {
        List<Root> candidates = roots.stream()
                .filter(root -> root.name().equals(Optional.of(name)))
                .toList();
        if (candidates.size() > 1) {
            throw new PakitException.Invalid("the name '" + name + "' is that of several roots, say which: "
                    + candidates.stream()
                            .map(root -> root.id() + " of " + root.createdAt())
                            .collect(Collectors.joining(", ")));
        }
        return candidates.getFirst().id();
    }

    private static Optional<RootPath> byId(String text) {
        int slash = text.indexOf('/');
        String id = slash < 0 ? text : text.substring(0, slash);
        try {
            return Optional.of(new RootPath(BlockId.parse(id), below(text, id)));
        } catch (PakitException.Invalid notAnId) {
            return Optional.empty();
        }
    }
}
