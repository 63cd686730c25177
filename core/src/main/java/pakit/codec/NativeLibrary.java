package pakit.codec;

import com.github.luben.zstd.util.Native;
import pakit.error.PakitException;

/// Loads machine code that Pakit cannot do without, and says in users' words why it cannot be. Each library lies in its
/// jar and is unpacked into the directory of temporary files when it is first needed, so what goes wrong is mostly
/// wrong with that directory.
public final class NativeLibrary {
    private NativeLibrary() {}

    /// Loads what compresses blocks.
    ///
    /// @throws PakitException.Unavailable naming the library, the platform and what to do
    public static void requireZstd() {
        require("zstd", Native::load);
    }

    /// Loads the library called `title` by `loading`, which may be asked again.
    ///
    /// @throws PakitException.Unavailable naming the library, the platform and what to do
    public static void require(String title, Runnable loading) {
        try {
            loading.run();
        } catch (RuntimeException | LinkageError e) { // loaders throw either, and wrap what they caught
            throw new PakitException.Unavailable(
                    "the native library of " + title + " cannot be loaded on " + System.getProperty("os.name") + " "
                            + System.getProperty("os.arch") + ": " + root(e) + "; it is unpacked into "
                            + System.getProperty("java.io.tmpdir")
                            + ", which must be writable, not full and not mounted noexec; choose another directory with"
                            + " PAKIT_JAVA_OPTS=-Djava.io.tmpdir=DIR",
                    e);
        }
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
