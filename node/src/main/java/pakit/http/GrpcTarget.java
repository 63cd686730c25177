package pakit.http;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import javax.net.SocketFactory;
import pakit.load.Connector;
import pakit.load.HttpTarget;
import pakit.load.LoadTarget;
import pakit.load.SampleRows;
import pakit.ml.models.TensorSpec;
import pakit.oip.ModelInferRequest;
import pakit.oip.ModelInferRequest.InferInputTensor;

/// A gRPC method behind a port, called over connections that stay open, one call at a time on each. All messages are
/// written before the test, so that the callers cost little beside the server.
public final class GrpcTarget implements LoadTarget {
    private final Connector connector;
    private final Map<String, String> headers;
    private final String path;
    private final List<byte[]> messages;

    /// @param address such as `http://127.0.0.1:8080`
    /// @param sockets those of TLS for `https`
    /// @param headers metadata of every call, such as credentials
    /// @param method such as `ServerLive`
    /// @param messages sent by turns, each less than 16 KiB
    public GrpcTarget(
            URI address,
            SocketFactory sockets,
            Map<String, String> headers,
            String method,
            List<? extends MessageLite> messages) {
        this.connector = new Connector(address, sockets, "h2", HttpTarget.ANSWER_MAX);
        this.headers = Map.copyOf(headers);
        this.path = GrpcMethods.SERVICE + method;
        this.messages = messages.stream().map(GrpcAnswers::framed).toList();
    }

    /// A model, asked with tensors as bytes.
    ///
    /// @param rows sent by turns
    public static GrpcTarget infer(
            URI address, SocketFactory sockets, Map<String, String> headers, String model, SampleRows rows) {
        return new GrpcTarget(
                address,
                sockets,
                headers,
                "ModelInfer",
                rows.rows().stream()
                        .map(row -> question(model, rows.input(), row))
                        .toList());
    }

    private static ModelInferRequest question(String model, TensorSpec input, float[] row) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * row.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(row);
        return ModelInferRequest.newBuilder()
                .setModelName(model)
                .addInputs(InferInputTensor.newBuilder()
                        .setName(input.name())
                        .setDatatype(input.datatype())
                        .addAllShape(input.shape(1)))
                .addRawInputContents(ByteString.copyFrom(bytes))
                .build();
    }

    @Override
    public Caller connect() {
        return new GrpcCaller(connector, path, headers, messages);
    }
}
