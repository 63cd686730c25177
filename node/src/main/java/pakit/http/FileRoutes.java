package pakit.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import pakit.error.PakitException;
import pakit.node.NodeJson;
import pakit.node.NodeOperations;
import pakit.node.PutOrder;
import pakit.node.Results;
import pakit.tar.TarTreeReader;
import pakit.tar.TarTreeWriter;

/// Trees under `/v1/files` (streamed in and out as tar, or one file as its bytes) and what is known of them under
/// `/v1/roots`.
final class FileRoutes {
    static final String FILES = "/v1/files";
    static final String ROOTS = "/v1/roots";
    static final String DIFF = "/v1/diff";
    static final String BACKUP = "/v1/backup";

    private static final String TAR = "application/x-tar";
    private static final String LINES = "application/x-ndjson";
    private static final String BYTES = "application/octet-stream";

    private final NodeOperations node;
    private final Work work;
    private final Uploads uploads;
    private final Downloads downloads;
    private final BrokenAnswers broken;

    FileRoutes(NodeOperations node, Work work, Uploads uploads, Downloads downloads, BrokenAnswers broken) {
        this.node = node;
        this.work = work;
        this.uploads = uploads;
        this.downloads = downloads;
        this.broken = broken;
    }

    void addTo(Router router) {
        for (HttpMethod method : List.of(HttpMethod.POST, HttpMethod.PUT)) { // PUT is what curl -T sends
            router.route(method, FILES).handler(this::put);
        }
        router.get(FILES + "/*").handler(this::get);
        router.get(ROOTS).handler(work.json(request -> new Results.Roots(node.roots())));
        router.get(ROOTS + "/*")
                .handler(work.json(request -> new Results.Entries(node.list(Parameters.rest(request, ROOTS)))));
        router.get(DIFF).handler(this::diff);
        router.post(BACKUP).handler(this::backup);
        router.get(BrokenAnswers.PATH + "/:ticket").handler(this::whyBroken);
        router.delete(ROOTS + "/:root").handler(this::remove);
    }

    private void put(RoutingContext request) {
        Optional<String> name = Parameters.query(request, "name");
        PutOrder order = new PutOrder(name, Units.user(request.request()));
        switch (Parameters.query(request, "format").orElse("tar")) {
            case "tar" -> uploads.take(request, body -> node.put(sink -> TarTreeReader.read(body, sink), order));
            case "raw" ->
                uploads.take(request, Uploads.BYTES, body -> node.transfers().putStream(body, order));
            default -> throw new PakitException.Invalid("'format' must be 'tar' or 'raw'");
        }
    }

    private void get(RoutingContext request) {
        String format = Parameters.query(request, "format").orElse("tar");
        String path = Parameters.rest(request, FILES);
        switch (format) {
            case "tar" ->
                downloads.send(request, TAR, body -> {
                    TarTreeWriter tar = new TarTreeWriter(body, path.substring(path.lastIndexOf('/') + 1));
                    node.get(path, tar);
                    tar.finish();
                });
            case "raw" -> downloads.send(request, BYTES, body -> node.cat(path, body));
            default -> throw new PakitException.Invalid("'format' must be 'tar' or 'raw', found '" + format + "'");
        }
    }

    private void diff(RoutingContext request) {
        String before = required(request, "before");
        String after = required(request, "after");
        downloads.send(
                request,
                LINES,
                body -> node.diff(before, after, change -> {
                    try {
                        body.write(NodeJson.write(change));
                        body.write('\n');
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }));
    }

    private void backup(RoutingContext request) {
        downloads.send(request, TAR, body -> {
            TarTreeWriter tar = new TarTreeWriter(body, "home");
            node.transfers().backup(tar);
            tar.finish();
        });
    }

    private static String required(RoutingContext request, String name) {
        return Parameters.query(request, name)
                .orElseThrow(() -> new PakitException.Invalid("'" + name + "' is missing; expected ROOT or ROOT/PATH"));
    }

    private void whyBroken(RoutingContext request) {
        String ticket = Parameters.part(request, "ticket");
        Problem problem = broken.find(ticket)
                .orElseThrow(() -> new PakitException.NotFound("no answer with ticket " + ticket + " broke off"));
        Answers.json(request, 200, problem);
    }

    private void remove(RoutingContext request) {
        String root = Parameters.part(request, "root");
        work.run(
                request,
                () -> {
                    node.remove(root);
                    return root;
                },
                removed -> request.response().setStatusCode(204).end());
    }
}
