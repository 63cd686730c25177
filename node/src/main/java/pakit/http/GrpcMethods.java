package pakit.http;

import com.google.protobuf.MessageLite;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import pakit.inference.Inference;
import pakit.inference.ModelMetadata;
import pakit.inference.ServerMetadata;
import pakit.ml.models.TensorSpec;
import pakit.ml.serving.ModelRepository;
import pakit.oip.ModelMetadataRequest;
import pakit.oip.ModelMetadataResponse;
import pakit.oip.ModelMetadataResponse.TensorMetadata;
import pakit.oip.ModelReadyRequest;
import pakit.oip.ModelReadyResponse;
import pakit.oip.ServerLiveResponse;
import pakit.oip.ServerMetadataResponse;
import pakit.oip.ServerReadyResponse;

/// What `inference.GRPCInferenceService` answers.
final class GrpcMethods {
    static final String SERVICE = "/inference.GRPCInferenceService/";

    private static final GrpcMethod.Prompt SERVER_LIVE =
            question -> ServerLiveResponse.newBuilder().setLive(true).build();

    private final Inference inference;
    private final Map<String, GrpcMethod> methods = new HashMap<>();

    GrpcMethods(Inference inference, ModelRepository repository) {
        this.inference = inference;
        Map<String, GrpcMethod.Prompt> prompt = Map.of(
                "ServerLive", SERVER_LIVE,
                "ServerReady", this::serverReady,
                "ServerMetadata", this::serverMetadata,
                "ModelReady", this::modelReady,
                "ModelMetadata", this::modelMetadata,
                "ModelInfer", new GrpcInfer(inference));
        prompt.forEach((name, method) -> methods.put(SERVICE + name, method));
        new GrpcRepository(repository).methods().forEach((name, method) -> methods.put(SERVICE + name, method));
    }

    /// All that there are, as paths.
    Set<String> paths() {
        return Set.copyOf(methods.keySet());
    }

    /// @throws HttpFailure 501 if there is none
    GrpcMethod at(String path) {
        GrpcMethod method = methods.get(path);
        if (method == null) {
            throw new HttpFailure(501, "there is no method " + path);
        }
        return method;
    }

    private MessageLite serverReady(GrpcQuestion question) {
        return ServerReadyResponse.newBuilder().setReady(inference.ready()).build();
    }

    private MessageLite serverMetadata(GrpcQuestion question) {
        ServerMetadata server = inference.server();
        return ServerMetadataResponse.newBuilder()
                .setName(server.name())
                .setVersion(server.version())
                .addAllExtensions(server.extensions())
                .build();
    }

    private MessageLite modelReady(GrpcQuestion question) {
        ModelReadyRequest request = question.as(ModelReadyRequest.parser());
        inference.requireReady(request.getName(), GrpcInfer.given(request.getVersion()));
        return ModelReadyResponse.newBuilder().setReady(true).build();
    }

    private MessageLite modelMetadata(GrpcQuestion question) {
        ModelMetadataRequest request = question.as(ModelMetadataRequest.parser());
        ModelMetadata model = inference.metadata(request.getName(), GrpcInfer.given(request.getVersion()));
        return ModelMetadataResponse.newBuilder()
                .setName(model.name())
                .addAllVersions(model.versions())
                .setPlatform(model.platform())
                .addAllInputs(tensors(model.inputs()))
                .addAllOutputs(tensors(model.outputs()))
                .build();
    }

    private static List<TensorMetadata> tensors(List<TensorSpec> specs) {
        return specs.stream()
                .map(spec -> TensorMetadata.newBuilder()
                        .setName(spec.name())
                        .setDatatype(spec.datatype())
                        .addAllShape(spec.shape())
                        .build())
                .toList();
    }
}
