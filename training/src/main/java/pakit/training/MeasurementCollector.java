package pakit.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import pakit.block.Block;
import pakit.ml.models.MeasuredBlock;
import pakit.ml.models.Measurements;
import pakit.training.ProgressListener.Stage;

/// Makes measurements of real files: finds families, draws blocks, tries codecs. One block is in memory at a time.
final class MeasurementCollector {
    private static final long FILES_PER_REPORT = 1000;

    private final SampleLimits limits;
    private final long seed;
    private final ProgressListener progress;

    MeasurementCollector(SampleLimits limits, long seed, ProgressListener progress) {
        this.limits = limits;
        this.seed = seed;
        this.progress = progress;
    }

    /// @param source where the files come from, in words
    /// @throws PakitException.NotFound if a path does not exist
    Collected collect(List<Path> paths, String source) {
        FamilyWalk.Found found = FamilyWalk.walk(paths, seed, limits, this::reportFiles);
        progress.progress(Stage.WALK, found.files(), found.files());
        List<String> unreadable = new ArrayList<>(found.unreadable());
        BlockSampler sampler = new BlockSampler(limits, seed, unreadable::add);
        CodecTimer timer = new CodecTimer();
        List<MeasuredBlock> blocks = new ArrayList<>();
        int done = 0;
        for (FileFamily family : found.families()) {
            for (Block block : sampler.sample(family)) {
                blocks.add(timer.measure(family.label(), block));
            }
            progress.progress(Stage.MEASURE, ++done, found.families().size());
        }
        Measurements measurements = new Measurements(source, machine(), timer.meanHintNanos(), blocks);
        return new Collected(measurements, found.files(), unreadable);
    }

    private void reportFiles(long files) {
        if (files % FILES_PER_REPORT == 0) {
            progress.progress(Stage.WALK, files, -1);
        }
    }

    /// The class of this machine.
    static String machine() {
        return System.getProperty("os.name") + " on " + System.getProperty("os.arch") + ", "
                + Runtime.getRuntime().availableProcessors() + " cores, Java " + System.getProperty("java.version");
    }
}
