package pakit.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import pakit.dag.TreeSink;
import pakit.node.NodeJson;
import pakit.node.PutOrder;
import pakit.node.Results;
import pakit.node.TransferOperations;
import pakit.tar.TarTreeReader;

/// CAR files and streams through a node's port.
final class RemoteTransfers implements TransferOperations {
    private final Exchange exchange;

    RemoteTransfers(Exchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public void exportCar(String path, OutputStream out) throws IOException {
        exchange.download(UrlPath.below(CarRoutes.CARS, path), body -> body.transferTo(out));
    }

    @Override
    public Results.Put importCar(InputStream car, PutOrder order) {
        return upload(CarRoutes.CARS + PutRequest.query(order), CarRoutes.CAR, car, order);
    }

    @Override
    public Results.Put putStream(InputStream content, PutOrder order) {
        String query = PutRequest.query(order);
        String raw = FileRoutes.FILES + (query.isEmpty() ? "?" : query + "&") + "format=raw";
        return upload(raw, Uploads.BYTES, content, order);
    }

    @Override
    public void backup(TreeSink sink) throws IOException {
        exchange.download("POST", FileRoutes.BACKUP, body -> TarTreeReader.read(body, sink));
    }

    private Results.Put upload(String path, String mediaType, InputStream content, PutOrder order) {
        byte[] answer = exchange.upload(path, mediaType, PutRequest.headers(order), content::transferTo);
        return NodeJson.read(answer, Results.Put.class);
    }
}
