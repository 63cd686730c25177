package pakit.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import pakit.access.Access;
import pakit.ml.experiment.ABTestFramework;
import pakit.ml.serving.ModelServer;
import pakit.node.NodeOperations;

/// A node's port for tests: any free number, a plain client, a Pakit client.
final class Port implements AutoCloseable {
    private final HttpNode node;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final RemoteNode remote;

    private Port(HttpNode node) {
        this.node = node;
        this.remote = new RemoteNode(NodeAddress.open(address()));
    }

    static Port open(NodeOperations operations, Path modelDir) {
        return open(operations, modelDir, settings());
    }

    static Port open(NodeOperations operations, Path modelDir, HttpSettings settings) {
        return open(operations, noModels(modelDir), settings);
    }

    /// A server that has nothing to serve.
    static ModelServer noModels(Path modelDir) {
        ModelServer models = new ModelServer(modelDir, artifact -> {
            throw new IllegalStateException("no models here");
        });
        models.start();
        return models;
    }

    static Port open(NodeOperations operations, ModelServer models, HttpSettings settings) {
        return new Port(HttpNode.start(operations, models, settings));
    }

    static Port open(
            NodeOperations operations, ModelServer models, ABTestFramework experiments, HttpSettings settings) {
        return new Port(HttpNode.start(operations, models, experiments, settings));
    }

    /// Small limits, so that tests reach them.
    static HttpSettings settings() {
        return settings(Protection.NONE);
    }

    static HttpSettings settings(Access access) {
        return settings(new Protection(access, Optional.empty(), Set.of(), Protection.Cleartext.ON_LOOPBACK_ONLY));
    }

    static HttpSettings settings(Protection protection) {
        return new HttpSettings("127.0.0.1", 0, 2, limits(), protection, Optional.empty());
    }

    static HttpSettings settings(HttpLimits limits) {
        return new HttpSettings("127.0.0.1", 0, 2, limits, Protection.NONE, Optional.empty());
    }

    static HttpSettings settings(AccessLogTarget log) {
        return new HttpSettings("127.0.0.1", 0, 2, limits(), Protection.NONE, Optional.of(log));
    }

    static HttpLimits limits() {
        return limits(Duration.ofSeconds(20));
    }

    /// As [#limits()], with that much patience.
    static HttpLimits limits(Duration silenceMax) {
        return new HttpLimits(1 << 20, 2, 2, 64, silenceMax, Duration.ofSeconds(5));
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + node.address().getPort());
    }

    RemoteNode remote() {
        return remote;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    HttpResponse<String> post(String path, String mediaType, String body) throws IOException, InterruptedException {
        return send(request(path).header("Content-Type", mediaType).POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address().resolve(path)).timeout(Duration.ofSeconds(30));
    }

    Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), node.address().getPort());
    }

    /// Sends bytes and reads until the node closes.
    String raw(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(ascii(request));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// As `close`, but whoever is connected stays.
    void stop() {
        node.close();
    }

    @Override
    public void close() {
        remote.close();
        client.close();
        node.close();
    }
}
