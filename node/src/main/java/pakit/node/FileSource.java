package pakit.node;

import java.io.IOException;
import java.nio.file.Path;
import pakit.dag.FileTreeWalker;
import pakit.dag.TreeSink;
import pakit.dag.WalkListener;
import pakit.dag.WalkOptions;

/// The tree at a path of this machine.
public record FileSource(Path top, WalkOptions options, WalkListener listener) implements NodeOperations.TreeSource {
    @Override
    public void tell(TreeSink sink) throws IOException {
        new FileTreeWalker(options).tell(top, sink, listener);
    }
}
