package pakit.http;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pakit.inference.Inference;
import pakit.inference.ModelMetadata;
import pakit.inference.ServerMetadata;
import pakit.ml.models.TensorSpec;
import pakit.oip.ModelInferRequest;
import pakit.oip.ModelMetadataRequest;
import pakit.oip.ModelMetadataResponse;
import pakit.oip.ModelMetadataResponse.TensorMetadata;
import pakit.oip.ModelReadyRequest;
import pakit.oip.ModelReadyResponse;
import pakit.oip.ServerLiveResponse;
import pakit.oip.ServerMetadataResponse;
import pakit.oip.ServerReadyResponse;

/// What `inference.GRPCInferenceService` answers: each method takes the bytes of its message. None of them waits.
final class GrpcMethods {
    static final String SERVICE = "/inference.GRPCInferenceService/";

    private final Inference inference;
    private final Map<String, Method> methods = Map.of(
            SERVICE + "ServerLive",
                    message -> ServerLiveResponse.newBuilder().setLive(true).build(),
            SERVICE + "ServerReady", this::serverReady,
            SERVICE + "ServerMetadata", this::serverMetadata,
            SERVICE + "ModelReady", this::modelReady,
            SERVICE + "ModelMetadata", this::modelMetadata,
            SERVICE + "ModelInfer", this::modelInfer);

    GrpcMethods(Inference inference) {
        this.inference = inference;
    }

    /// Answers one message.
    interface Method {
        MessageLite answer(byte[] message) throws InvalidProtocolBufferException;
    }

    /// @throws HttpFailure 501 if there is none
    Method at(String path) {
        Method method = methods.get(path);
        if (method == null) {
            throw new HttpFailure(501, "there is no method " + path);
        }
        return method;
    }

    private MessageLite modelInfer(byte[] message) throws InvalidProtocolBufferException {
        ModelInferRequest request = ModelInferRequest.parseFrom(message);
        return GrpcTensors.answer(
                request,
                inference.infer(
                        request.getModelName(),
                        version(request.getModelVersion()),
                        GrpcTensors.inputs(request),
                        GrpcTensors.outputs(request)));
    }

    private MessageLite serverReady(byte[] message) {
        return ServerReadyResponse.newBuilder().setReady(inference.ready()).build();
    }

    private MessageLite serverMetadata(byte[] message) {
        ServerMetadata server = inference.server();
        return ServerMetadataResponse.newBuilder()
                .setName(server.name())
                .setVersion(server.version())
                .addAllExtensions(server.extensions())
                .build();
    }

    private MessageLite modelReady(byte[] message) throws InvalidProtocolBufferException {
        ModelReadyRequest request = ModelReadyRequest.parseFrom(message);
        inference.requireReady(request.getName(), version(request.getVersion()));
        return ModelReadyResponse.newBuilder().setReady(true).build();
    }

    private MessageLite modelMetadata(byte[] message) throws InvalidProtocolBufferException {
        ModelMetadataRequest request = ModelMetadataRequest.parseFrom(message);
        ModelMetadata model = inference.metadata(request.getName(), version(request.getVersion()));
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

    private static @Nullable String version(String asked) {
        return asked.isEmpty() ? null : asked;
    }
}
