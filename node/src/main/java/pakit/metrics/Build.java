package pakit.metrics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// What was built.
///
/// @param version as in the pom
/// @param commit abbreviated, or empty if this was built outside of a checkout
public record Build(String version, String commit) {
    /// What runs here.
    public static Build ofThisProcess() {
        Properties properties = new Properties();
        try (@Nullable InputStream in = Build.class.getResourceAsStream("version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String commit = properties.getProperty("commit", "$");
        // Outside a checkout nobody fills the commit in.
        return new Build(properties.getProperty("version", "unknown"), commit.startsWith("$") ? "" : commit);
    }
}
