package pakit.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import pakit.dag.Attributes;
import pakit.dag.TreeSink;
import pakit.node.PutOrder;
import pakit.node.Results;
import pakit.node.TransferOperations;

/// Echoes what it is told.
final class PlayedTransfers implements TransferOperations {
    @Override
    public void exportCar(String path, OutputStream out) throws IOException {
        out.write(path.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Results.Put importCar(InputStream car, PutOrder order) throws IOException {
        return put(car, order);
    }

    @Override
    public Results.Put putStream(InputStream content, PutOrder order) throws IOException {
        return put(content, order);
    }

    @Override
    public void backup(TreeSink sink) throws IOException {
        sink.directory("", Attributes.DIRECTORY);
    }

    private static Results.Put put(InputStream in, PutOrder order) throws IOException {
        String name = order.name().orElse("");
        return new Results.Put(
                List.of(new Results.PutRoot(name, order.user().orElse("nobody"), in.readAllBytes().length)),
                new Results.BlockCounts(1, 2),
                3);
    }
}
