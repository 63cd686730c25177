package pakit.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;

/// What a request says beside its method: parts of its path, its query, its body.
final class Parameters {
    private Parameters() {}

    /// A part of the path that the route names.
    static String part(RoutingContext request, String name) {
        return Objects.requireNonNull(request.pathParam(name), name);
    }

    /// What follows `prefix` and a slash in the path: ROOT or ROOT/PATH.
    static String rest(RoutingContext request, String prefix) {
        String whole = UrlPath.decode(Objects.requireNonNull(request.request().path()));
        if (whole.length() <= prefix.length() + 1) {
            throw new PakitException.NotFound("there is no root without a name or id");
        }
        String path = whole.substring(prefix.length() + 1);
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    static Optional<String> query(RoutingContext request, String name) {
        return request.queryParam(name).stream().findFirst();
    }

    /// A number of the query, or `otherwise`.
    ///
    /// @throws PakitException.Invalid naming the parameter and its bounds
    static int number(RoutingContext request, String name, int otherwise, int max) {
        String text = query(request, name).orElse(String.valueOf(otherwise));
        try {
            int number = Integer.parseInt(text);
            if (number >= 0 && number <= max) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new PakitException.Invalid("'" + name + "' must be a number from 0 to " + max + ", found '" + text + "'");
    }

    /// A share of the query in percent, above 0; all if it is not said.
    ///
    /// @throws PakitException.Invalid naming the parameter and its bounds
    static double percent(RoutingContext request, String name) {
        String text = query(request, name).orElse("100");
        try {
            double percent = Double.parseDouble(text);
            if (percent > 0 && percent <= 100) {
                return percent;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new PakitException.Invalid("'" + name + "' must be above 0 and at most 100, found '" + text + "'");
    }

    /// The body that the route's body handler has read; may be empty.
    static byte[] body(RoutingContext request) {
        @Nullable Buffer body = request.body().buffer();
        return body == null ? new byte[0] : body.getBytes();
    }
}
