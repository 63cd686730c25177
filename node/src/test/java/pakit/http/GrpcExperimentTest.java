package pakit.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pakit.node.ExperimentOperations;
import pakit.node.ExperimentOrder;
import pakit.node.Experiments;
import pakit.node.TriedNode;
import pakit.oip.ModelInferRequest;
import pakit.oip.ModelInferRequest.InferInputTensor;
import pakit.oip.ModelInferResponse;

/// In an experiment between versions the arm of who asks says which one answers over gRPC too.
@Timeout(120)
class GrpcExperimentTest {
    private static final int USERS = 40;
    private static final int FEATURES = 31;

    @TempDir
    private Path directory;

    private TriedNode tried;
    private Port port;
    private GrpcClient client;

    @BeforeEach
    void open() {
        tried = new TriedNode(directory, "2.0.0");
        port = Port.open(tried.node(), tried.models(), tried.runner().framework(), Port.settings());
        client = GrpcClient.to(port.address());
        tried.node().models().challenge(TriedNode.MODEL, "2.0.0", "");
        experiments()
                .create(new ExperimentOrder(
                        "e", null, 0.5, null, "1.0.0", List.of("2.0.0"), null, null, null, "latency_ms", null));
    }

    @AfterEach
    void close() {
        client.close();
        port.close();
        tried.close();
    }

    @Test
    void theArmOfTheUserInTheMetadataAnswers() {
        Map<String, String> versions = new HashMap<>();
        for (int i = 0; i < USERS; i++) {
            String user = "user" + i;
            versions.put(user, infer(user, "", "request" + i));
            assertThat(versions.get(user))
                    .isEqualTo(experiments().variant("e", user).version());
        }
        assertThat(versions.values()).contains("1.0.0", "2.0.0");
        assertThat(recorded()).isEqualTo(USERS);
    }

    @Test
    void withoutAUserTheRequestsIdIsTheUnit() {
        for (int i = 0; i < USERS; i++) {
            String id = "request" + i;
            assertThat(infer("", "", id))
                    .isEqualTo(experiments().variant("e", id).version());
        }
        assertThat(recorded()).isEqualTo(USERS);
    }

    @Test
    void whoNamesAVersionIsNoPartOfIt() {
        assertThat(infer("user0", "1.0.0", "")).isEqualTo("1.0.0");
        assertThat(infer("user0", "challenger", "")).isEqualTo("2.0.0");
        assertThat(recorded()).isZero();
    }

    @Test
    void aFailureOfTheArmIsRecorded() {
        String harmed = userOf("2.0.0");
        tried.failing.set(true);

        assertThat(GrpcClient.failure(() -> infer(harmed, "", "")).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        Experiments.Arm treatment = experiments().status("e").treatment();
        assertThat(treatment.events()).isEqualTo(1);
        assertThat(treatment.successes()).isZero();
    }

    private String userOf(String version) {
        for (int i = 0; ; i++) {
            if (version.equals(experiments().variant("e", "user" + i).version())) {
                return "user" + i;
            }
        }
    }

    private long recorded() {
        Experiments.Status status = experiments().status("e");
        return status.control().events() + status.treatment().events();
    }

    private ExperimentOperations experiments() {
        return Objects.requireNonNull(port).remote().experiments();
    }

    private String infer(String user, String version, String id) {
        GrpcClient asking = user.isEmpty() ? client : client.with("x-pakit-user", user);
        ModelInferRequest request = ModelInferRequest.newBuilder()
                .setModelName(TriedNode.MODEL)
                .setModelVersion(version)
                .setId(id)
                .addInputs(InferInputTensor.newBuilder()
                        .setName("features")
                        .setDatatype("FP32")
                        .addShape(1)
                        .addShape(FEATURES))
                .addRawInputContents(ByteString.copyFrom(new byte[FEATURES * Float.BYTES]))
                .build();
        return asking.call("ModelInfer", request, ModelInferResponse.getDefaultInstance())
                .getModelVersion();
    }
}
