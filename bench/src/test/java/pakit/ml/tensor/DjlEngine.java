package pakit.ml.tensor;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// DJL on PyTorch, offline, on one thread, its native libraries where training unpacks them too.
final class DjlEngine {
    static final String NAME = "PyTorch";
    private static final String CACHE = "DJL_CACHE_DIR";

    private DjlEngine() {}

    /// The root of all arrays; closing it frees them.
    static NDManager open() {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.pytorch.num_threads", "1");
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        if (isEmpty(System.getenv(CACHE)) && isEmpty(System.getProperty(CACHE))) {
            System.setProperty(CACHE, cacheDirectory().toString());
        }
        return Engine.getEngine(NAME).newBaseManager();
    }

    private static Path cacheDirectory() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path base =
                cache == null || cache.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return base.resolve("pakit").resolve("djl");
    }

    private static boolean isEmpty(@Nullable String value) {
        return value == null || value.isEmpty();
    }

    /// Makes known values a block's parameters, in its order of them, and asks for no gradients.
    static void set(Block block, List<float[]> values) {
        Iterator<float[]> each = values.iterator();
        for (Parameter parameter : block.getParameters().values()) {
            float[] own = each.next();
            Initializer initializer = (manager, shape, type) -> manager.create(own, shape);
            parameter.setInitializer(initializer);
        }
        block.freezeParameters(true);
    }

    /// Rows one behind the other.
    static float[] flat(float[][] rows) {
        int columns = rows[0].length;
        float[] flat = new float[rows.length * columns];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * columns, columns);
        }
        return flat;
    }
}
