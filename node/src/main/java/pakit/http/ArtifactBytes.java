package pakit.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import pakit.dag.Attributes;
import pakit.dag.TreeSink;
import pakit.ml.models.ModelArtifact;
import pakit.node.NodeOperations.TreeSource;

/// The files of a model version that is in no directory, as a tree.
record ArtifactBytes(ModelArtifact artifact) implements TreeSource {
    @Override
    public void tell(TreeSink sink) throws IOException {
        sink.directory("", Attributes.DIRECTORY);
        for (Map.Entry<String, byte[]> file : artifact.files().entrySet()) {
            byte[] bytes = file.getValue();
            sink.file(file.getKey(), Attributes.FILE, bytes.length, new ByteArrayInputStream(bytes));
        }
    }
}
