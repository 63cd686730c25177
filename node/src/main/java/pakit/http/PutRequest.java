package pakit.http;

import java.util.Map;
import pakit.error.PakitException;
import pakit.ml.experiment.ABTestFramework;
import pakit.node.PutOrder;

/// What a request says of a put beside its body.
final class PutRequest {
    private PutRequest() {}

    static String query(PutOrder order) {
        return order.name().map(given -> "?name=" + UrlPath.encode(given)).orElse("");
    }

    static Map<String, String> headers(PutOrder order) {
        return order.user().map(user -> Map.of(Units.HEADER, headerValue(user))).orElse(Map.of());
    }

    private static String headerValue(String user) {
        if (!user.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw new PakitException.Invalid("through a node a user must be printable ASCII, found '" + user + "'");
        }
        return ABTestFramework.requireUnit(user);
    }
}
