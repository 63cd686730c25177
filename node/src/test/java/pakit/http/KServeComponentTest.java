package pakit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inference.GrpcPredictV2.InferTensorContents;
import inference.GrpcPredictV2.ModelInferRequest;
import inference.GrpcPredictV2.ModelInferRequest.InferInputTensor;
import inference.GrpcPredictV2.ModelInferResponse;
import inference.GrpcPredictV2.ModelMetadataRequest;
import inference.GrpcPredictV2.ModelMetadataResponse;
import inference.GrpcPredictV2.ModelReadyRequest;
import inference.GrpcPredictV2.ModelReadyResponse;
import inference.GrpcPredictV2.ServerLiveResponse;
import inference.GrpcPredictV2.ServerMetadataResponse;
import inference.GrpcPredictV2.ServerReadyResponse;
import io.grpc.CallCredentials;
import io.grpc.ChannelCredentials;
import io.grpc.CompositeChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.TlsChannelCredentials;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kserve.KServeConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pakit.access.Access;
import pakit.access.AccessFile;
import pakit.access.Principal;
import pakit.access.Role;
import pakit.access.TestCertificates;
import pakit.access.TlsIdentity;
import pakit.access.Token;
import pakit.ml.models.ModelVersion;
import pakit.ml.serving.Cause;
import pakit.ml.serving.ModelServer;
import pakit.node.SteadyModels;

/// A client that others wrote: Apache Camel's component for model servers of the KServe standard, in routes of its own.
@Timeout(120)
class KServeComponentTest {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    @TempDir
    private Path directory;

    @Test
    void itsRoutesAskServerAndModel() throws Exception {
        try (ModelServer models = models();
                Port port = Port.open(new PlayedNode(), models, Port.settings());
                DefaultCamelContext camel = camel(port, InsecureChannelCredentials.create())) {
            ProducerTemplate ask = camel.createProducerTemplate();

            assertThat(ask.requestBody("direct:server/live", "", ServerLiveResponse.class)
                            .getLive())
                    .isTrue();
            assertThat(ask.requestBody("direct:server/ready", "", ServerReadyResponse.class)
                            .getReady())
                    .isTrue();
            assertThat(ask.requestBody("direct:server/metadata", "", ServerMetadataResponse.class)
                            .getName())
                    .isEqualTo("pakit");
            assertThat(ask.requestBody(
                                    "direct:model/ready",
                                    ModelReadyRequest.getDefaultInstance(),
                                    ModelReadyResponse.class)
                            .getReady())
                    .isTrue();
            ModelMetadataResponse metadata = ask.requestBody(
                    "direct:model/metadata", ModelMetadataRequest.getDefaultInstance(), ModelMetadataResponse.class);
            assertThat(metadata.getInputs(0).getName()).isEqualTo("features");
            assertThat(metadata.getVersionsList()).containsExactly("1.0.0", "2.0.0");
        }
    }

    @Test
    void itsRoutesInfer() throws Exception {
        try (ModelServer models = models();
                Port port = Port.open(new PlayedNode(), models, Port.settings());
                DefaultCamelContext camel = camel(port, InsecureChannelCredentials.create())) {
            ProducerTemplate ask = camel.createProducerTemplate();

            ModelInferResponse live = ask.requestBody("direct:infer", question(), ModelInferResponse.class);
            assertThat(live.getModelVersion()).isEqualTo("1.0.0");
            assertThat(live.getOutputs(0).getContents().getFp32ContentsList()).containsExactly(1f, 6f);

            ModelInferResponse other = ask.requestBodyAndHeaders(
                    "direct:infer",
                    question(),
                    Map.of(KServeConstants.MODEL_VERSION, "challenger"),
                    ModelInferResponse.class);
            assertThat(other.getModelVersion()).isEqualTo("2.0.0");
            assertThat(other.getOutputs(0).getContents().getFp32ContentsList()).containsExactly(2f, 6f);

            assertThatThrownBy(() -> ask.requestBodyAndHeaders(
                            "direct:infer", question(), Map.of(KServeConstants.MODEL_NAME, "nobody")))
                    .isInstanceOf(CamelExecutionException.class)
                    .satisfies(failed -> assertThat(status(failed).getCode()).isEqualTo(Status.Code.NOT_FOUND));
        }
    }

    @Test
    void withCredentialsItGoesThroughTls() throws Exception {
        Token reader = Token.random(new SecureRandom());
        Path file = directory.resolve("tokens");
        AccessFile.add(file, new Principal("camel", Role.READER), reader);
        TestCertificates authority = new TestCertificates(directory, "authority");
        TestCertificates.Pair shown = authority.issue("node", "CN=node");
        ServerTls tls = new ServerTls(
                TlsIdentity.open(shown.certificate(), shown.key(), InstantSource.system()), Optional.empty());
        Access access =
                Access.guarded(Optional.of(AccessFile.open(file)), Optional.empty(), Token.random(new SecureRandom()));
        var protection = new Protection(access, Optional.of(tls), Set.of(), Protection.Cleartext.ON_LOOPBACK_ONLY);
        ChannelCredentials channel = TlsChannelCredentials.newBuilder()
                .trustManager(authority.file().toFile())
                .build();
        try (ModelServer models = models();
                Port port = Port.open(new PlayedNode(), models, Port.settings(protection));
                DefaultCamelContext known =
                        camel(port, CompositeChannelCredentials.create(channel, new Bearer(reader)));
                DefaultCamelContext stranger = camel(port, channel)) {
            assertThat(known.createProducerTemplate()
                            .requestBody("direct:infer", question(), ModelInferResponse.class)
                            .getModelVersion())
                    .isEqualTo("1.0.0");
            assertThatThrownBy(() -> stranger.createProducerTemplate().requestBody("direct:infer", question()))
                    .satisfies(failed -> assertThat(status(failed).getCode()).isEqualTo(Status.Code.UNAUTHENTICATED));
        }
    }

    private static Status status(Throwable failed) {
        return Status.fromThrowable(failed);
    }

    private ModelServer models() {
        ModelServer models = new SteadyModels().start(directory.resolve("models"), "1.0.0", "2.0.0");
        models.aliases().challenge(SteadyModels.NAME, ModelVersion.parse("2.0.0"), new Cause("test", ""));
        return models;
    }

    /// A context with one route for each thing that the component can ask.
    private static DefaultCamelContext camel(Port port, ChannelCredentials credentials) throws Exception {
        DefaultCamelContext camel = new DefaultCamelContext();
        camel.getRegistry().bind("credentials", credentials);
        String target = "127.0.0.1:" + port.address().getPort();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler()); // failures are the caller's, and no stack traces of the log
                for (String what : List.of("infer", "model/ready", "model/metadata")) {
                    from("direct:" + what)
                            .to("kserve:" + what + "?modelName=" + SteadyModels.NAME + "&target=" + target
                                    + "&credentials=#credentials");
                }
                for (String what : List.of("server/live", "server/ready", "server/metadata")) {
                    from("direct:" + what).to("kserve:" + what + "?target=" + target + "&credentials=#credentials");
                }
            }
        });
        camel.start();
        return camel;
    }

    private static ModelInferRequest question() {
        return ModelInferRequest.newBuilder()
                .addInputs(InferInputTensor.newBuilder()
                        .setName("features")
                        .setDatatype("FP32")
                        .addAllShape(List.of(1L, 3L))
                        .setContents(InferTensorContents.newBuilder().addAllFp32Contents(List.of(1f, 2f, 3f))))
                .build();
    }

    /// Adds a token to every call.
    private static final class Bearer extends CallCredentials {
        private final Token token;

        Bearer(Token token) {
            this.token = token;
        }

        @Override
        public void applyRequestMetadata(RequestInfo call, Executor executor, MetadataApplier applier) {
            Metadata headers = new Metadata();
            headers.put(AUTHORIZATION, "Bearer " + token.text());
            applier.apply(headers);
        }
    }
}
