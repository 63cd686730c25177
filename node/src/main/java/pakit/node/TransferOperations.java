package pakit.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import pakit.dag.TreeSink;

/// Ways in and out beside trees of files: CAR files, single streams of which nobody knows the length, backups. Part of
/// [NodeOperations].
public interface TransferOperations {
    /// Writes everything under `path` (ROOT or ROOT/PATH) as a CAR.
    void exportCar(String path, OutputStream out) throws IOException;

    /// Takes in the blocks of a CAR, each checked against its id, and keeps its roots. Durable when this returns.
    ///
    /// @param order with several roots, each gets the name with a number behind it: `NAME-1`, `NAME-2`
    /// @throws pakit.error.PakitException.Invalid if this is no CAR, or holds what Pakit does not take in
    /// @throws pakit.error.PakitException.Refused if a root is not complete; nothing is kept then
    Results.Put importCar(InputStream car, PutOrder order) throws IOException;

    /// Takes in one file, read to its end. Durable when this returns.
    Results.Put putStream(InputStream content, PutOrder order) throws IOException;

    /// Tells `sink` the files of this home as they are at one moment: they are a home too.
    ///
    /// @throws pakit.error.PakitException.Unavailable while another backup runs
    void backup(TreeSink sink) throws IOException;
}
