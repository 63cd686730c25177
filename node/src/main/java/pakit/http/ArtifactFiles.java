package pakit.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import pakit.dag.Attributes;
import pakit.dag.TreeSink;
import pakit.error.PakitException;
import pakit.node.NodeOperations.TreeSource;

/// The plain files of a model version's directory, as a tree.
///
/// @param directory with `model.json`
record ArtifactFiles(Path directory) implements TreeSource {
    @Override
    public void tell(TreeSink sink) throws IOException {
        if (!Files.isRegularFile(directory.resolve("model.json"))) {
            throw new PakitException.NotFound(
                    "there is no model.json in " + directory + "; expected a directory as pakit train writes it");
        }
        sink.directory("", Attributes.DIRECTORY);
        for (Path file : files()) {
            try (InputStream content = Files.newInputStream(file)) {
                sink.file(String.valueOf(file.getFileName()), Attributes.FILE, Files.size(file), content);
            }
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
