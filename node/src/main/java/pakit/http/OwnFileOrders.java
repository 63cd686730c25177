package pakit.http;

import java.util.List;
import org.jspecify.annotations.Nullable;
import pakit.dag.FileTreeRestorer.Existing;
import pakit.dag.WalkOptions.Times;
import pakit.error.PakitException;
import pakit.node.Results;
import pakit.node.SeenPath;

/// What a verb asks a node of its own user and machine, and what it is answered: [OwnFiles] and [OwnFileRoutes].
final class OwnFileOrders {
    private OwnFileOrders() {}

    /// @param excluded absolute paths that are left out
    record Put(
            SeenPath top,
            Times times,
            List<String> excluded,
            @Nullable String name,
            @Nullable String user) {}

    /// @param declined why it is to be streamed instead; nothing was stored then
    record PutDone(Results.@Nullable Put put, @Nullable String declined) {}

    /// @param what ROOT or ROOT/PATH
    /// @param directory in which to make it
    /// @param name under which
    record Get(String what, SeenPath directory, String name, Existing existing) {
        Get {
            if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0) {
                throw new PakitException.Invalid("'name' must be one name without directories, found '" + name + "'");
            }
        }
    }

    /// @param declined why it is to be streamed instead; nothing was written then
    record GetDone(@Nullable String declined) {}
}
