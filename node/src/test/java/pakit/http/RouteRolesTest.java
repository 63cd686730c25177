package pakit.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pakit.access.Access;
import pakit.access.AccessFile;
import pakit.access.Principal;
import pakit.access.Role;
import pakit.access.Token;
import pakit.inference.Inference;
import pakit.ml.serving.ModelServer;

/// Every route of the port with the role that it needs. A new route needs a line here.
@Timeout(60)
class RouteRolesTest {
    private static final List<String> TABLE = """
            nobody   GET    /v2/health/live
            nobody   GET    /v2/health/ready
            reader   GET    /v2
            reader   GET    /v2/models/:model
            reader   GET    /v2/models/:model/ready
            reader   POST   /v2/models/:model/infer
            reader   GET    /v2/models/:model/versions/:version
            reader   GET    /v2/models/:model/versions/:version/ready
            reader   POST   /v2/models/:model/versions/:version/infer
            reader   POST   /v2/repository/index
            operator POST   /v2/repository/models/:model/load
            operator POST   /v2/repository/models/:model/unload
            reader   GET    /v1/jobs
            reader   GET    /v1/jobs/:job
            reader   GET    /v1/models
            reader   GET    /v1/models/:model
            reader   GET    /v1/models/:model/history
            operator POST   /v1/models/:model/swap
            operator POST   /v1/models/:model/rollback
            operator POST   /v1/models/:model/versions/:version
            operator POST   /v1/models/:model/versions/:version/validate
            reader   GET    /v1/models/:model/live
            reader   GET    /v1/models/:model/versions/:version/estimate
            reader   GET    /v1/models/:model/shadow
            operator POST   /v1/models/:model/shadow
            operator POST   /v1/models/:model/force-breaker
            operator POST   /v1/models/:model/cleanup
            operator POST   /v1/models/:model/challenger
            operator DELETE /v1/models/:model/challenger
            operator POST   /v1/models/:model/enable
            operator POST   /v1/models/:model/disable
            operator POST   /v1/models/enable
            operator POST   /v1/models/disable
            operator POST   /v1/models/:model/reset-breaker
            reader   GET    /v1/experiments
            operator POST   /v1/experiments
            reader   GET    /v1/experiments/:experiment
            operator DELETE /v1/experiments/:experiment
            reader   GET    /v1/experiments/:experiment/significance
            reader   GET    /v1/experiments/:experiment/variant
            operator POST   /v1/experiments/:experiment/split
            operator POST   /v1/experiments/:experiment/stop
            operator POST   /v1/experiments/:experiment/results
            operator POST   /v1/files
            operator PUT    /v1/files
            reader   GET    /v1/files/
            operator POST   /v1/own/put
            operator POST   /v1/own/get
            operator POST   /v1/cars
            operator PUT    /v1/cars
            reader   GET    /v1/cars/
            reader   GET    /v1/diff
            operator POST   /v1/backup
            reader   GET    /v1/roots
            reader   GET    /v1/roots/
            operator DELETE /v1/roots/:root
            reader   GET    /v1/broken-answers/:ticket
            reader   GET    /v1/blocks/:id
            reader   HEAD   /v1/blocks/:id
            reader   GET    /v1/blocks/:id/stat
            reader   GET    /v1/health
            reader   GET    /v1/stats
            operator POST   /v1/gc
            operator POST   /v1/jobs
            operator POST   /v1/jobs/:job/cancel
            operator POST   /v1/verify
            operator POST   /v1/repair
            operator POST   /v1/reindex
            reader   GET    /v1/telemetry/drift
            reader   GET    /v1/telemetry/events
            reader   GET    /v1/telemetry/budget
            operator POST   /v1/telemetry/figures
            reader   GET    /v1/telemetry/summary
            reader   GET    /v1/alerts
            reader   GET    /v1/alerts/thresholds
            operator PUT    /v1/alerts/thresholds
            operator DELETE /v1/alerts/thresholds
            reader   GET    /v1/models/:model/metrics
            reader   GET    /openapi.yaml
            reader   GET    /metrics
            """.lines().toList();

    private static final Map<String, Set<String>> GRPC = Map.of(
            "nobody", Set.of("ServerLive", "ServerReady"),
            "reader", Set.of("ServerMetadata", "ModelReady", "ModelMetadata", "ModelInfer", "RepositoryIndex"),
            "operator", Set.of("RepositoryModelLoad", "RepositoryModelUnload"));

    @TempDir
    private Path directory;

    private record Line(String role, String method, String route) {
        static Line of(String text) {
            String[] words = text.split(" +");
            return new Line(words[0], words[1], words[2]);
        }

        String path() {
            return route.replaceAll(":[a-z]+", "x").replaceFirst("/$", "/x");
        }

        Optional<Role> wanted() {
            return roleOf(role);
        }
    }

    private static Optional<Role> roleOf(String word) {
        return word.equals("nobody") ? Optional.empty() : Optional.of(Role.parse(word));
    }

    @Test
    void everyCallOfGrpcHasItsRole() {
        ModelServer models = models();
        Set<String> listed = new TreeSet<>();
        GRPC.forEach((role, calls) -> {
            for (String call : calls) {
                String path = GrpcMethods.SERVICE + call;
                assertThat(RouteRoles.wanted(HttpMethod.POST, path)).as(path).isEqualTo(roleOf(role));
                listed.add(path);
            }
        });
        assertThat(new GrpcMethods(new Inference(models, null, () -> true), models.repository()).paths())
                .isEqualTo(listed);
        models.close();
    }

    @Test
    void everyRouteHasItsRole() {
        try (HttpNode node = HttpNode.start(new PlayedNode(), models(), Port.settings())) {
            Set<String> routes = new TreeSet<>();
            for (Route route : node.routes().getRoutes()) {
                if (route.methods() != null) {
                    route.methods().forEach(method -> routes.add(method + " " + route.getName()));
                }
            }
            Set<String> known = new TreeSet<>();
            TABLE.forEach(line ->
                    known.add(Line.of(line).method() + " " + Line.of(line).route()));

            assertThat(routes).isEqualTo(known);
        }
    }

    @Test
    void everyRouteLetsInWhoItSays() throws Exception {
        Token reader = Token.random(new SecureRandom());
        Token operator = Token.random(new SecureRandom());
        Path file = directory.resolve("tokens");
        AccessFile.add(file, new Principal("r", Role.READER), reader);
        AccessFile.add(file, new Principal("o", Role.OPERATOR), operator);
        Access access =
                Access.guarded(Optional.of(AccessFile.open(file)), Optional.empty(), Token.random(new SecureRandom()));
        try (Port port = Port.open(new PlayedNode(), models(), Port.settings(access));
                HttpClient client = HttpClient.newHttpClient()) {
            for (String text : TABLE) {
                Line line = Line.of(text);
                assertThat(RouteRoles.wanted(HttpMethod.valueOf(line.method()), line.path()))
                        .as(text)
                        .isEqualTo(line.wanted());
                int asNobody = status(client, port, line, Optional.empty());
                int asReader = status(client, port, line, Optional.of(reader));
                int asOperator = status(client, port, line, Optional.of(operator));
                assertThat(asNobody == 401).as(text).isEqualTo(!line.role().equals("nobody"));
                assertThat(asReader == 403).as(text).isEqualTo(line.role().equals("operator"));
                assertThat(List.of(asReader, asOperator)).as(text).doesNotContain(401);
                assertThat(asOperator).as(text).isNotEqualTo(403);
            }
        }
    }

    private static int status(HttpClient client, Port port, Line line, Optional<Token> token) throws Exception {
        URI uri = port.address().resolve(line.path());
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(20))
                .method(line.method(), BodyPublishers.noBody());
        token.ifPresent(given -> request.header("Authorization", "Bearer " + given.text()));
        return client.send(request.build(), BodyHandlers.discarding()).statusCode();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/models/m/../../../v1/gc",
                "/v1/models/m/swap/../../../../v2/models/m/infer",
                "/v2/models/../infer",
                "/v2/models/./infer",
                "/v2/models/m/versions/../infer",
                "/v2/models/%2e%2e/infer",
                "/v2/models/a%2fb/infer",
                "/v2/models//infer",
                "/v2/models/m/infer/",
                "/v2/models/m\\..\\..\\..\\v1\\gc/infer",
                "/v2/models/m;x/infer",
                "/v2/repository/models/m/load",
                "/inference.GRPCInferenceService/RepositoryModelLoad",
                "/nothing",
                ""
            })
    void whatIsNotPlainlyReadingNeedsAnOperator(String path) {
        assertThat(RouteRoles.wanted(HttpMethod.POST, path)).contains(Role.OPERATOR);
    }

    @ParameterizedTest
    @CsvSource({
        "/v2/models/compression_predictor/infer",
        "/v2/models/m/versions/1.0.0-rc.1+build/infer",
        "/v2/models/m/versions/1.0.0%2Bbuild/infer",
        "/inference.GRPCInferenceService/ModelInfer",
    })
    void askingModelsIsReading(String path) {
        assertThat(RouteRoles.wanted(HttpMethod.POST, path)).contains(Role.READER);
    }

    private ModelServer models() {
        ModelServer models = new ModelServer(directory.resolve("models"), artifact -> {
            throw new IllegalStateException("no models here");
        });
        models.start();
        return models;
    }
}
