package pakit.training;

/// A picture for people.
///
/// @param name of its file, without an ending
/// @param svg the whole document
public record Plot(String name, String svg) {
    public Plot {
        if (!name.matches("[a-z0-9][a-z0-9.-]{0,63}")) {
            throw new IllegalArgumentException(
                    "a plot is named by lower-case letters, digits, dots and dashes, found '" + name + "'");
        }
    }
}
