package pakit.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import pakit.node.PutOrder;
import pakit.node.Results;

/// Tells when a put is over and how, and when a call has begun; waits and fails where a test says so.
final class WatchedNode extends PlayedNode {
    final CompletableFuture<Void> putBegun = new CompletableFuture<>();
    final CompletableFuture<Throwable> putFailed = new CompletableFuture<>();
    final CompletableFuture<Long> endlessBytes = new CompletableFuture<>();
    final CompletableFuture<Void> gcBegun = new CompletableFuture<>();
    final CompletableFuture<Void> gcMayEnd = new CompletableFuture<>();

    @Override
    public Results.Put put(TreeSource source, PutOrder order) {
        putBegun.complete(null);
        try {
            return super.put(source, order);
        } catch (RuntimeException e) {
            putFailed.complete(e);
            throw e;
        }
    }

    @Override
    public Results.Gc gc() {
        gcBegun.complete(null);
        gcMayEnd.join();
        return super.gc();
    }

    /// `endless` never ends; how much of it was written shows when that fails.
    @Override
    public void cat(String path, OutputStream out) throws IOException {
        long written = 0;
        try {
            while (path.equals("endless")) {
                out.write(new byte[1 << 16]);
                written += 1 << 16;
            }
        } catch (IOException e) {
            endlessBytes.complete(written);
            throw e;
        }
        super.cat(path, out);
    }

    @Override
    public Results.Stats stats() {
        throw new IllegalStateException("secret /var/lib/pakit/path");
    }
}
