package pakit.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import pakit.node.PutOrder;
import pakit.node.TransferOperations;

/// Trees as CAR files, streamed in and out under `/v1/cars`.
final class CarRoutes {
    static final String CARS = "/v1/cars";

    /// As registered with IANA.
    static final String CAR = "application/vnd.ipld.car";

    /// What an export is, in the words of IPIP-412.
    private static final String DEPTH_FIRST = CAR + "; version=1; order=dfs; dups=n";

    private final TransferOperations transfers;
    private final Uploads uploads;
    private final Downloads downloads;

    CarRoutes(TransferOperations transfers, Uploads uploads, Downloads downloads) {
        this.transfers = transfers;
        this.uploads = uploads;
        this.downloads = downloads;
    }

    void addTo(Router router) {
        for (HttpMethod method : List.of(HttpMethod.POST, HttpMethod.PUT)) { // PUT is what curl -T sends
            router.route(method, CARS).handler(this::take);
        }
        router.get(CARS + "/*").handler(this::give);
    }

    private void take(RoutingContext request) {
        Optional<String> name = Parameters.query(request, "name");
        PutOrder order = new PutOrder(name, Units.user(request.request()));
        uploads.take(request, CAR, body -> transfers.importCar(body, order));
    }

    private void give(RoutingContext request) {
        String path = Parameters.rest(request, CARS);
        downloads.send(request, DEPTH_FIRST, body -> transfers.exportCar(path, body));
    }
}
