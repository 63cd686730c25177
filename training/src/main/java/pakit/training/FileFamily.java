package pakit.training;

import java.nio.file.Path;
import java.util.List;

/// Files that resemble each other, so that what is learned from one of them is no test on another.
///
/// @param kind of file, such as `class` or `elf`
/// @param label the kind and which directory it is from, `kind@8 hex digits`: tells families apart and names nobody's
///     files
/// @param files a sample of them, in the order in which they are read
record FileFamily(String kind, String label, List<Path> files) {
    FileFamily {
        files = List.copyOf(files);
    }

    /// The kind in a label.
    static String kindOf(String label) {
        int at = label.indexOf('@');
        return at < 0 ? label : label.substring(0, at);
    }
}
