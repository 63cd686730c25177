package pakit.inference;

import java.util.List;

/// What the server says of itself, in the words of the Open Inference Protocol.
///
/// @param extensions of the protocol that really work here
public record ServerMetadata(String name, String version, List<String> extensions) {
    public ServerMetadata {
        extensions = List.copyOf(extensions);
    }
}
