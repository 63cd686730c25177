package pakit.e2e;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import pakit.block.Block;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.hint.CompressionFacts;
import pakit.ml.feature.CompressionFeatures;
import pakit.ml.models.CompressionPredictor;
import pakit.ml.models.DefaultModels;

/// A program that asks the shipped model on the class path of the packaged one, and prints the least bytes that
/// [#CALLS] calls allocated, as soon as that is 0, else after [#ROUNDS_MAX] rounds: garbage of the warm-up does not
/// count, and how long that takes depends on how busy the machine is.
final class HintAllocation {
    private static final int CALLS = 20_000;
    private static final int ROUNDS_MAX = 200;

    private HintAllocation() {}

    public static void main(String[] arguments) {
        byte[] bytes = new byte[48 << 10];
        new SplittableRandom(1).nextBytes(bytes);
        CompressionFacts facts = new CompressionFacts(Block.raw(bytes), 0, Profile.SWIFT);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        try (CompressionPredictor model =
                CompressionPredictor.load(DefaultModels.artifacts().getFirst())) {
            float[] features = new float[model.schema().size()];
            float[] gains = new float[model.outputs()];
            for (int round = 0; round < ROUNDS_MAX && least > 0; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int call = 0; call < CALLS; call++) {
                    CompressionFeatures.extract(facts, features);
                    model.predict(Profile.SWIFT, features, gains);
                    model.predict(1, features, gains);
                }
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            int none = Codec.MENU.indexOf(new Codec.None());
            System.out.println(least + " bytes; gain of none " + gains[model.offset(Profile.SWIFT) + none]);
        }
    }
}
