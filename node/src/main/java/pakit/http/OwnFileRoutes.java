package pakit.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import pakit.access.Access;
import pakit.dag.FileTreeRestorer;
import pakit.dag.WalkListener;
import pakit.dag.WalkOptions;
import pakit.dag.Workers;
import pakit.error.PakitException;
import pakit.node.FileSource;
import pakit.node.NodeJson;
import pakit.node.NodeOperations;
import pakit.node.PutOrder;

/// Puts and gets of files that the node reads and writes itself, for verbs of its own user on its own machine alone: a
/// tree that passes through two processes costs more than the rest of a put.
///
/// It is let in by the token in `node.json`, which only that user can read, and who may do all that the node does.
/// Where the node does not see the file that the verb sees, or may not do what the verb might, it declines, having done
/// nothing, and the tree is streamed. When the verb goes away, the work ends.
final class OwnFileRoutes {
    static final String PUT = "/v1/own/put";
    static final String GET = "/v1/own/get";

    private final NodeOperations node;
    private final Work work;
    private final Access access;

    OwnFileRoutes(NodeOperations node, Work work, Access access) {
        this.node = node;
        this.work = work;
        this.access = access;
    }

    void addTo(Router router, JsonBody json) {
        router.post(PUT).consumes("application/json").handler(json).handler(request -> answer(request, this::put));
        router.post(GET).consumes("application/json").handler(json).handler(request -> answer(request, this::get));
    }

    private interface Order {
        Object done(byte[] body, AtomicBoolean gone) throws IOException;
    }

    private void answer(RoutingContext request, Order order) {
        if (!access.isOfOwner(request.request().getHeader(HttpHeaders.AUTHORIZATION))) {
            throw new HttpFailure(403, "only verbs of the node's own user may name files to it");
        }
        byte[] body = Parameters.body(request);
        AtomicBoolean gone = new AtomicBoolean();
        request.response().closeHandler(closed -> gone.set(true));
        work.run(request, () -> order.done(body, gone), done -> Answers.json(request, 200, done));
    }

    private Object put(byte[] body, AtomicBoolean gone) {
        OwnFileOrders.Put order = NodeJson.read(body, OwnFileOrders.Put.class);
        Optional<Path> top = order.top().here();
        if (top.isEmpty()) {
            return new OwnFileOrders.PutDone(null, otherView(order.top().path()));
        }
        WalkOptions options = new WalkOptions(
                WalkOptions.Unreadable.REFUSED,
                order.times(),
                order.excluded().stream().map(Path::of).collect(Collectors.toSet()));
        PutOrder put = new PutOrder(Optional.ofNullable(order.name()), Optional.ofNullable(order.user()));
        try {
            return new OwnFileOrders.PutDone(node.put(new FileSource(top.get(), options, heard(gone)), put), null);
        } catch (PakitException.Refused e) {
            return new OwnFileOrders.PutDone(null, e.getMessage());
        }
    }

    private static WalkListener heard(AtomicBoolean gone) {
        return new WalkListener() {
            @Override
            public void read(long bytes) {
                requireThere(gone);
            }

            @Override
            public void skipped(Skipped entry) {
                throw new PakitException.Refused(entry.path() + ": " + entry.reason());
            }
        };
    }

    private Object get(byte[] body, AtomicBoolean gone) throws IOException {
        OwnFileOrders.Get order = NodeJson.read(body, OwnFileOrders.Get.class);
        Optional<Path> directory = order.directory().here().filter(Files::isWritable);
        if (directory.isEmpty()) {
            return new OwnFileOrders.GetDone(otherView(order.directory().path()));
        }
        Path target = directory.get().resolve(order.name());
        try (Workers writers = new Workers(FileTreeRestorer.WRITERS);
                FileTreeRestorer restorer =
                        new FileTreeRestorer(target, order.existing(), writers, bytes -> requireThere(gone))) {
            node.get(order.what(), restorer);
        }
        return new OwnFileOrders.GetDone(null);
    }

    private static String otherView(String path) {
        return "the node does not see " + path + " as the verb does";
    }

    private static void requireThere(AtomicBoolean gone) {
        if (gone.get()) {
            throw new PakitException.Unavailable("the verb that asked has gone away");
        }
    }
}
