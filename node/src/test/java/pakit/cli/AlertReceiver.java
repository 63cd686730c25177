package pakit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/// Takes alerts on the loopback interface, on a free port, in the clear or encrypted.
final class AlertReceiver implements AutoCloseable {
    private final List<JsonNode> received = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final String scheme;

    private AlertReceiver(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.createContext("/hook", exchange -> {
            received.add(new ObjectMapper().readTree(exchange.getRequestBody()));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    static AlertReceiver plain() throws IOException {
        return new AlertReceiver(HttpServer.create(anyPort(), 0), "http");
    }

    static AlertReceiver encrypted(SSLContext context) throws IOException {
        HttpsServer server = HttpsServer.create(anyPort(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new AlertReceiver(server, "https");
    }

    String url() {
        return scheme + "://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    /// Of the alerts of a kind, what happened to them, in order: `raised`, `resolved`.
    List<String> events(String kind) {
        return received.stream()
                .filter(document -> document.at("/alert/kind").asText().equals(kind))
                .map(document -> document.path("event").asText())
                .toList();
    }

    /// What was said of the alerts of a kind.
    List<String> texts(String kind) {
        return received.stream()
                .filter(document -> document.at("/alert/kind").asText().equals(kind))
                .map(document -> document.path("text").asText())
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
