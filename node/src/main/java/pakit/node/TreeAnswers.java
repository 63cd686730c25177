package pakit.node;

import java.util.List;
import java.util.Locale;
import pakit.dag.TreeChange;
import pakit.dag.TreeEntry;

/// Entries and changes of trees as users are told.
final class TreeAnswers {
    private TreeAnswers() {}

    static Results.Entry of(TreeEntry entry) {
        return new Results.Entry(
                entry.name(),
                entry.kind().name().toLowerCase(Locale.ROOT),
                entry.id().toString(),
                entry.bytes(),
                String.format(Locale.ROOT, "%04o", entry.attributes().mode()),
                entry.target().orElse(null));
    }

    static Results.Change of(TreeChange change) {
        List<String> what = change.aspects().stream()
                .sorted()
                .map(aspect -> aspect.name().toLowerCase(Locale.ROOT))
                .toList();
        return new Results.Change(
                change.before().isEmpty() ? "added" : change.after().isEmpty() ? "removed" : "changed",
                change.path(),
                what,
                change.before().map(TreeAnswers::of).orElse(null),
                change.after().map(TreeAnswers::of).orElse(null));
    }
}
