package pakit.load;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.SocketFactory;
import pakit.ml.models.TensorSpec;
import pakit.node.NodeJson;

/// A model behind a port, asked by the Open Inference Protocol with JSON over connections that stay open. All requests
/// are written before the test, so that the callers cost little beside the server.
public final class HttpTarget implements LoadTarget {
    /// How long a caller waits.
    public static final Duration ANSWER_MAX = Duration.ofSeconds(10);

    private final URI address;
    private final Connector connector;
    private final List<byte[]> requests = new ArrayList<>();

    /// A port that does not encrypt.
    public HttpTarget(URI address, Map<String, String> headers, String model, SampleRows rows) {
        this(address, SocketFactory.getDefault(), headers, model, rows);
    }

    /// @param address such as `http://127.0.0.1:8080`
    /// @param sockets those of TLS for `https`
    /// @param headers of every request, such as credentials
    /// @param rows sent by turns
    public HttpTarget(URI address, SocketFactory sockets, Map<String, String> headers, String model, SampleRows rows) {
        this.address = address;
        this.connector = new Connector(address, sockets, "http/1.1", ANSWER_MAX);
        for (float[] row : rows.rows()) {
            TensorSpec input = rows.input();
            requests.add(request(
                    headers,
                    "/v2/models/" + model + "/infer",
                    new Tensor(input.name(), input.shape(1), input.datatype(), row)));
        }
    }

    private byte[] request(Map<String, String> headers, String path, Tensor tensor) {
        byte[] body = NodeJson.write(new Inference(List.of(tensor)));
        StringBuilder head = new StringBuilder();
        head.append("POST ").append(path).append(" HTTP/1.1\r\n");
        head.append("Host: ").append(address.getAuthority()).append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Type: application/json\r\n");
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        byte[] start = head.toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] whole = new byte[start.length + body.length];
        System.arraycopy(start, 0, whole, 0, start.length);
        System.arraycopy(body, 0, whole, start.length, body.length);
        return whole;
    }

    private record Inference(List<Tensor> inputs) {}

    @SuppressWarnings("ArrayRecordComponent") // written at once
    private record Tensor(String name, List<Long> shape, String datatype, float[] data) {}

    @Override
    public Caller connect() {
        return new HttpCaller(connector, requests);
    }
}
