package pakit.ml.tensor;

import com.microsoft.ml.lightgbm.SWIGTYPE_p_double;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_float;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_int;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_long_long;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_p_void;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_void;
import com.microsoft.ml.lightgbm.lightgbmlib;
import com.microsoft.ml.lightgbm.lightgbmlibConstants;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// Trees in the native LightGBM, on one thread, asked for one row at a time by its fast call for single rows
/// (`LGBM_BoosterPredictForMatSingleRowFast`), which keeps settings and buffers from call to call. The row is copied to
/// native memory number by number: its Java library offers nothing else. For one thread at a time.
final class LightGbmForest implements AutoCloseable {
    private static final String ONE_THREAD = "num_threads=1";
    private static final int ALL = -1;
    private static final String NATIVE_DIRECTORY = "/lightgbm4j/linux/x86_64/";
    private static final List<String> NATIVES = List.of("lib_lightgbm.so", "lib_lightgbm_swig.so");

    private static boolean loaded;

    private final SWIGTYPE_p_p_void booster = lightgbmlib.new_voidpp();
    private final SWIGTYPE_p_p_void settings = lightgbmlib.new_voidpp();
    private final SWIGTYPE_p_float row;
    private final SWIGTYPE_p_double answer = lightgbmlib.new_doubleArray(1);
    private final SWIGTYPE_p_long_long answers = lightgbmlib.new_int64_tp();
    private final SWIGTYPE_p_void nativeSettings;
    private final SWIGTYPE_p_void nativeRow;

    private LightGbmForest(int inputs, String model) {
        row = lightgbmlib.new_floatArray(inputs);
        nativeRow = lightgbmlib.float_to_voidp_ptr(row);
        SWIGTYPE_p_int iterations = lightgbmlib.new_intp();
        require(lightgbmlib.LGBM_BoosterLoadModelFromString(model, iterations, booster));
        lightgbmlib.delete_intp(iterations);
        require(lightgbmlib.LGBM_BoosterPredictForMatSingleRowFastInit(
                lightgbmlib.voidpp_value(booster),
                lightgbmlibConstants.C_API_PREDICT_NORMAL,
                0,
                ALL,
                lightgbmlibConstants.C_API_DTYPE_FLOAT32,
                inputs,
                ONE_THREAD,
                settings));
        nativeSettings = lightgbmlib.voidpp_value(settings);
    }

    static LightGbmForest of(int inputs, List<Tree> trees) throws IOException {
        load();
        return new LightGbmForest(inputs, LightGbmText.of(inputs, trees));
    }

    /// The library's own loader would leave its natives in the directory for temporary files. Once loaded they need no
    /// name.
    private static synchronized void load() throws IOException {
        if (loaded) {
            return;
        }
        Path directory = Files.createTempDirectory("pakit-lightgbm");
        for (String name : NATIVES) {
            Path file = directory.resolve(name);
            try (InputStream bytes = lightgbmlib.class.getResourceAsStream(NATIVE_DIRECTORY + name)) {
                Files.copy(Objects.requireNonNull(bytes, name), file);
                System.load(file.toString());
            } finally {
                Files.deleteIfExists(file);
            }
        }
        Files.delete(directory);
        loaded = true;
    }

    double predict(float[] in) {
        for (int i = 0; i < in.length; i++) {
            lightgbmlib.floatArray_setitem(row, i, in[i]);
        }
        require(lightgbmlib.LGBM_BoosterPredictForMatSingleRowFast(nativeSettings, nativeRow, answers, answer));
        return lightgbmlib.doubleArray_getitem(answer, 0);
    }

    private static void require(int result) {
        if (result != 0) {
            throw new IllegalStateException("LightGBM says: " + lightgbmlib.LGBM_GetLastError());
        }
    }

    @Override
    public void close() {
        require(lightgbmlib.LGBM_FastConfigFree(nativeSettings));
        require(lightgbmlib.LGBM_BoosterFree(lightgbmlib.voidpp_value(booster)));
        lightgbmlib.delete_voidpp(settings);
        lightgbmlib.delete_voidpp(booster);
        lightgbmlib.delete_floatArray(row);
        lightgbmlib.delete_doubleArray(answer);
        lightgbmlib.delete_int64_tp(answers);
    }
}
