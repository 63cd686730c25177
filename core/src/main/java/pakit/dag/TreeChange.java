package pakit.dag;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// One path at which two trees differ.
///
/// @param path relative to both tops; empty for the tops themselves
/// @param before the entry in the first tree; empty if it is only in the second
/// @param after the entry in the second tree; empty if it is only in the first
/// @param aspects what differs, if it is in both
public record TreeChange(String path, Optional<TreeEntry> before, Optional<TreeEntry> after, Set<Aspect> aspects) {
    /// What of an entry may differ.
    public enum Aspect {
        TYPE,
        MODE,
        TIME,
        CONTENT,
        TARGET
    }

    public TreeChange {
        aspects = aspects.isEmpty() ? Set.of() : Set.copyOf(aspects);
        if (before.isEmpty() && after.isEmpty()) {
            throw new IllegalArgumentException("a change at '" + path + "' is in neither tree");
        }
    }

    /// What differs between two entries beside their content.
    static EnumSet<Aspect> between(TreeEntry before, TreeEntry after) {
        EnumSet<Aspect> aspects = EnumSet.noneOf(Aspect.class);
        if (before.kind() != after.kind()) {
            aspects.add(Aspect.TYPE);
            return aspects;
        }
        if (before.attributes().mode() != after.attributes().mode()) {
            aspects.add(Aspect.MODE);
        }
        if (!before.attributes().modified().equals(after.attributes().modified())) {
            aspects.add(Aspect.TIME);
        }
        if (!before.target().equals(after.target())) {
            aspects.add(Aspect.TARGET);
        }
        return aspects;
    }
}
