package pakit.http;

import io.vertx.core.http.HttpMethod;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import pakit.access.Role;

/// Which role a request needs. Reading needs a reader and everything else an operator, so that a route which nobody has
/// thought of is closed rather than open; what is listed here differs.
final class RouteRoles {
    private static final Optional<Role> NOBODY = Optional.empty();
    private static final Optional<Role> READER = Optional.of(Role.READER);
    private static final Optional<Role> OPERATOR = Optional.of(Role.OPERATOR);

    /// What asks whether this process lives, and knows no secrets. It is told nothing else.
    private static final Set<String> PROBES = Set.of("/v2/health/live", "/v2/health/ready");

    /// Exactly these spellings: a path that the router might read in another way needs an operator.
    private static final String PART = "(?!\\.{1,2}/)(?:[A-Za-z0-9._~+@-]|%2[Bb])+";
    private static final Pattern INFER = Pattern.compile("/v2/models/" + PART + "(?:/versions/" + PART + ")?/infer");

    private static final Set<String> READING_POSTS = Set.of("/v2/repository/index");

    private static final String GRPC = "/inference.GRPCInferenceService/";
    private static final Set<String> GRPC_PROBES = Set.of(GRPC + "ServerLive", GRPC + "ServerReady");
    private static final Set<String> GRPC_READING = Set.of(
            GRPC + "ServerMetadata",
            GRPC + "ModelReady",
            GRPC + "ModelMetadata",
            GRPC + "ModelInfer",
            GRPC + "RepositoryIndex");

    private RouteRoles() {}

    /// @param path as it was sent
    /// @return empty if nobody has to say who they are
    static Optional<Role> wanted(HttpMethod method, String path) {
        if (method == HttpMethod.GET || method == HttpMethod.HEAD) {
            return PROBES.contains(path) ? NOBODY : READER;
        }
        if (method != HttpMethod.POST) {
            return OPERATOR;
        }
        if (GRPC_PROBES.contains(path)) {
            return NOBODY;
        }
        boolean reads = READING_POSTS.contains(path)
                || GRPC_READING.contains(path)
                || INFER.matcher(path).matches();
        return reads ? READER : OPERATOR;
    }
}
