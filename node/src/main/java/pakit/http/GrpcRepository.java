package pakit.http;

import com.google.protobuf.MessageLite;
import java.util.Map;
import pakit.error.PakitException;
import pakit.ml.serving.ModelRepository;
import pakit.oip.RepositoryIndexRequest;
import pakit.oip.RepositoryIndexResponse;
import pakit.oip.RepositoryIndexResponse.ModelIndex;
import pakit.oip.RepositoryModelLoadRequest;
import pakit.oip.RepositoryModelLoadResponse;
import pakit.oip.RepositoryModelUnloadRequest;
import pakit.oip.RepositoryModelUnloadResponse;

/// The repository calls over gRPC: what [RepositoryRoutes] does over REST. Parameters are accepted and not used.
final class GrpcRepository {
    private final ModelRepository repository;

    GrpcRepository(ModelRepository repository) {
        this.repository = repository;
    }

    /// By their names in the service.
    Map<String, GrpcMethod.Patient> methods() {
        return Map.of(
                "RepositoryIndex", this::index,
                "RepositoryModelLoad", this::load,
                "RepositoryModelUnload", this::unload);
    }

    private MessageLite index(GrpcQuestion question) {
        RepositoryIndexRequest asked = question.as(RepositoryIndexRequest.parser());
        requireNameless(asked.getRepositoryName());
        RepositoryIndexResponse.Builder index = RepositoryIndexResponse.newBuilder();
        for (ModelRepository.Entry entry : repository.index()) {
            if (!asked.getReady() || entry.state() == ModelRepository.State.READY) {
                index.addModels(ModelIndex.newBuilder()
                        .setName(entry.name())
                        .setVersion(entry.version())
                        .setState(entry.state().name())
                        .setReason(entry.reason()));
            }
        }
        return index.build();
    }

    private MessageLite load(GrpcQuestion question) {
        RepositoryModelLoadRequest asked = question.as(RepositoryModelLoadRequest.parser());
        String model = model(asked.getRepositoryName(), asked.getModelName());
        repository.load(model);
        return RepositoryModelLoadResponse.newBuilder()
                .setModelName(model)
                .setIsLoaded(true)
                .build();
    }

    private MessageLite unload(GrpcQuestion question) {
        RepositoryModelUnloadRequest asked = question.as(RepositoryModelUnloadRequest.parser());
        String model = model(asked.getRepositoryName(), asked.getModelName());
        repository.unload(model);
        return RepositoryModelUnloadResponse.newBuilder()
                .setModelName(model)
                .setIsUnloaded(true)
                .build();
    }

    /// KServe's clients send the model's name alone, where the extension has the repository's.
    private static String model(String repository, String model) {
        if (model.isEmpty()) {
            return repository;
        }
        requireNameless(repository);
        return model;
    }

    private static void requireNameless(String repository) {
        if (!repository.isEmpty()) {
            throw new PakitException.NotFound(
                    "there is no repository '" + repository + "', there is one, without a name");
        }
    }
}
