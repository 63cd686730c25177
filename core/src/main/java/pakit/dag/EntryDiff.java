package pakit.dag;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import pakit.block.BlockId;

/// Finds the entries by which two directories differ. Shards that both have are passed by, so of two large, nearly
/// equal directories only the shards on the way to the differences are read.
final class EntryDiff {
    private final Function<BlockId, StoredNode> nodes;
    private final Map<String, BlockId> before = new HashMap<>();
    private final Map<String, BlockId> after = new HashMap<>();

    EntryDiff(Function<BlockId, StoredNode> nodes) {
        this.nodes = nodes;
    }

    /// An entry on either side.
    record Ids(Optional<BlockId> before, Optional<BlockId> after) {}

    /// By name, those whose ids differ; a side that is empty has no entries.
    Map<String, Ids> between(Optional<StoredNode> first, Optional<StoredNode> second) {
        if (first.isPresent()
                && second.isPresent()
                && first.get().meaning() instanceof UnixFs.Shard one
                && second.get().meaning() instanceof UnixFs.Shard other
                && one.fanout() == other.fanout()) {
            shards(first.get(), second.get(), one.fanout(), 1);
        } else {
            first.ifPresent(node -> collect(node, before));
            second.ifPresent(node -> collect(node, after));
        }
        return differing();
    }

    private void collect(StoredNode directory, Map<String, BlockId> entries) {
        new DirectoryLinks(directory, nodes).forEach(link -> entries.put(link.name(), link.id()));
    }

    /// Two shards of the same place in two tries.
    private void shards(StoredNode first, StoredNode second, int fanout, int level) {
        Map<String, DagLink> others = new HashMap<>();
        second.links().forEach(link -> others.put(link.name(), link));
        Set<String> same = new HashSet<>();
        int digits = DirectoryLinks.digits(fanout);
        for (DagLink link : first.links()) {
            DagLink other = others.get(link.name());
            if (other != null && other.id().equals(link.id())) {
                same.add(link.name());
            } else if (other != null && link.name().length() == digits && level < DirectoryLinks.levelsMax(fanout)) {
                StoredNode one = DirectoryLinks.subShard(nodes, link, fanout);
                shards(one, DirectoryLinks.subShard(nodes, other, fanout), fanout, level + 1);
                same.add(link.name());
            }
        }
        collectExcept(first, same, before);
        collectExcept(second, same, after);
    }

    /// The entries below all other links of a shard.
    private void collectExcept(StoredNode shard, Set<String> names, Map<String, BlockId> entries) {
        var links = shard.links().stream()
                .filter(link -> !names.contains(link.name()))
                .toList();
        collect(new StoredNode(shard.id(), links, shard.meaning()), entries);
    }

    private Map<String, Ids> differing() {
        Map<String, Ids> found = new HashMap<>();
        before.forEach((name, id) -> {
            Optional<BlockId> other = Optional.ofNullable(after.remove(name));
            if (!other.equals(Optional.of(id))) {
                found.put(name, new Ids(Optional.of(id), other));
            }
        });
        after.forEach((name, id) -> found.put(name, new Ids(Optional.empty(), Optional.of(id))));
        return found;
    }
}
