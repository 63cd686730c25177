package pakit.http;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import pakit.ml.serving.ModelRepository;
import pakit.node.NodeJson;

/// The repository extension of the Open Inference Protocol: what versions there are and which of them answer; models
/// are loaded and unloaded.
final class RepositoryRoutes {
    static final String INDEX = "/v2/repository/index";

    private static final String MODEL = "/v2/repository/models/:model";

    private final ModelRepository repository;
    private final Work work;

    RepositoryRoutes(ModelRepository repository, Work work) {
        this.repository = repository;
        this.work = work;
    }

    void addTo(Router router, JsonBody json) {
        // Whatever it calls its body, it must be JSON, as for inference.
        router.post(INDEX).handler(json).handler(work.json(this::index));
        router.post(MODEL + "/load").handler(json).handler(request -> change(request, repository::load));
        router.post(MODEL + "/unload").handler(json).handler(request -> change(request, repository::unload));
    }

    private List<ModelRepository.Entry> index(RoutingContext request) {
        IndexRequest asked = body(request, IndexRequest.class, new IndexRequest(null));
        boolean onlyReady = Boolean.TRUE.equals(asked.ready);
        return repository.index().stream()
                .filter(entry -> !onlyReady || entry.state() == ModelRepository.State.READY)
                .toList();
    }

    /// @param ready whether only versions that answer are wanted; absent: all
    record IndexRequest(@Nullable Boolean ready) {}

    /// Answers with an empty object: the protocol asks for the status alone.
    private void change(RoutingContext request, Consumer<String> change) {
        body(request, ChangeRequest.class, new ChangeRequest(null)); // must be one, and says nothing that is used
        String model = Parameters.part(request, "model");
        work.run(
                request,
                () -> {
                    change.accept(model);
                    return Map.of();
                },
                done -> Answers.json(request, 200, done));
    }

    /// @param parameters of the protocol, which are accepted and not used
    record ChangeRequest(@Nullable Map<String, Object> parameters) {}

    /// The body may be missing.
    private static <T> T body(RoutingContext request, Class<T> type, T otherwise) {
        byte[] body = Parameters.body(request);
        return body.length == 0 ? otherwise : NodeJson.read(body, type);
    }
}
