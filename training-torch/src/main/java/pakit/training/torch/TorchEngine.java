package pakit.training.torch;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;

/// PyTorch as training uses it: offline, on one thread so that sums are always taken in the same order, its native
/// libraries unpacked below the user's cache. They take 432 MB there; nothing else is written.
final class TorchEngine {
    private static final String CACHE = "DJL_CACHE_DIR";
    private static final String ENGINE_CACHE = "ENGINE_CACHE_DIR";

    private TorchEngine() {}

    /// The root of all arrays of one training; closing it frees them.
    ///
    /// @throws PakitException.Unavailable if PyTorch does not run here
    static NDManager open() {
        requirePlatform(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        setIfAbsent("ai.djl.offline", "true");
        setIfAbsent("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.pytorch.num_threads", "1");
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        if (configured(CACHE) == null) {
            System.setProperty(CACHE, cacheDirectory().toString());
        }
        try {
            return Engine.getEngine("PyTorch").newBaseManager();
        } catch (EngineException | LinkageError e) {
            throw new PakitException.Unavailable(
                    "PyTorch, which trains models, cannot be loaded from " + libraries() + ": " + e
                            + "; it needs 450 MB of disk there, DJL_CACHE_DIR names another place",
                    e);
        }
    }

    /// Where the native libraries lie.
    static Path libraries() {
        String engine = configured(ENGINE_CACHE);
        String cache = configured(CACHE);
        String place = engine != null ? engine : cache;
        return place == null ? cacheDirectory() : Path.of(place);
    }

    static void requirePlatform(String system, String architecture) {
        String normal = architecture.toLowerCase(Locale.ROOT);
        boolean fits = system.equalsIgnoreCase("Linux") && (normal.equals("amd64") || normal.equals("x86_64"));
        if (!fits) {
            throw new PakitException.Unavailable("training needs PyTorch, which Pakit brings for Linux on x86_64 only; "
                    + "this is " + system + " on " + architecture
                    + ": train there and register the version here (pakit models register)");
        }
    }

    private static Path cacheDirectory() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path base =
                cache == null || cache.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return base.resolve("pakit").resolve("djl");
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static @Nullable String configured(String name) {
        String value = System.getenv(name);
        return value == null || value.isEmpty() ? System.getProperty(name) : value;
    }
}
