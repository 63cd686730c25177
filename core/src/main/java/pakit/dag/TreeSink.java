package pakit.dag;

import java.io.IOException;
import java.io.InputStream;

/// What takes in a tree, entry by entry. Directories on disk, tar streams and stored DAGs are all read by telling a
/// sink, and written by being one, so every way in meets every way out.
///
/// Paths are relative, `/`-separated, without `.` or `..`; the empty path is the tree's own top (a single file or
/// symlink has only that one). A directory comes before what is in it, and all that is in it before anything else.
/// Not thread-safe.
public interface TreeSink {
    void directory(String path, Attributes attributes) throws IOException;

    /// If `content` throws, a sink lets that very exception through and holds nothing of the file; whoever tells it may
    /// then go on with the next entry. A sink that cannot take back what it has passed on throws another exception.
    ///
    /// @param sizeBytes how many bytes `content` will give; a shorter or longer stream is an error
    void file(String path, Attributes attributes, long sizeBytes, InputStream content) throws IOException;

    void symlink(String path, String target) throws IOException;
}
