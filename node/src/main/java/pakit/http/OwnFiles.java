package pakit.http;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import pakit.dag.FileTreeRestorer;
import pakit.dag.TreeSink;
import pakit.error.PakitException;
import pakit.node.FileSource;
import pakit.node.NodeJson;
import pakit.node.NodeOperations.TreeSource;
import pakit.node.PutOrder;
import pakit.node.Results;
import pakit.node.SeenPath;

/// Lets the node read and write files itself, where it is one of this user on this machine. What it declines is
/// streamed.
record OwnFiles(Exchange exchange) {
    /// What the node has put; empty if `source` is to be streamed.
    Optional<Results.Put> put(TreeSource source, PutOrder order) {
        if (!(source instanceof FileSource files)) {
            return Optional.empty();
        }
        Optional<Results.Put> put = SeenPath.of(files.top()).flatMap(top -> put(top, files, order));
        put.ifPresent(done -> done.roots().forEach(root -> files.listener().read(root.bytes())));
        return put;
    }

    private Optional<Results.Put> put(SeenPath top, FileSource files, PutOrder order) {
        OwnFileOrders.Put asked = new OwnFileOrders.Put(
                top,
                files.options().times(),
                files.options().excluded().stream().map(Path::toString).toList(),
                order.name().orElse(null),
                order.user().orElse(null));
        return ask(OwnFileRoutes.PUT, asked, OwnFileOrders.PutDone.class)
                .flatMap(done -> Optional.ofNullable(done.put()));
    }

    /// Whether the node has written what `sink` would have; if not, it is to be streamed.
    boolean got(String what, TreeSink sink) {
        if (!(sink instanceof FileTreeRestorer restorer)) {
            return false;
        }
        Path target = restorer.target();
        return Optional.ofNullable(target.getParent())
                .flatMap(SeenPath::of)
                .map(directory -> new OwnFileOrders.Get(
                        what,
                        directory,
                        Objects.requireNonNull(target.getFileName()).toString(),
                        restorer.existing()))
                .flatMap(asked -> ask(OwnFileRoutes.GET, asked, OwnFileOrders.GetDone.class))
                .filter(done -> done.declined() == null)
                .isPresent();
    }

    /// Empty if the node is older than the question.
    private <T> Optional<T> ask(String path, Object asked, Class<T> answer) {
        try {
            return Optional.of(NodeJson.read(exchange.sendJson(path, asked), answer));
        } catch (PakitException.NotFound e) {
            return Optional.empty();
        }
    }
}
