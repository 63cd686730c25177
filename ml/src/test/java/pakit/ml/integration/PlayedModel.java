package pakit.ml.integration;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.ml.feature.CompressionFeatures;
import pakit.ml.feature.FeatureSchema;
import pakit.ml.models.BareManifest;
import pakit.ml.models.CompressionModel;
import pakit.ml.models.CompressionPredictor;
import pakit.ml.models.Manifest;

/// A compression model that does as it is told: hints at zstd-15, abstains, or breaks in one of several ways.
final class PlayedModel implements CompressionModel {
    enum Part {
        HINT,
        ABSTAIN,
        GIVE_UP,
        THROW,
        ERROR,
        NOT_A_NUMBER,
        UNKNOWN_CODEC,
        OUT_OF_BOUNDS,
        OUT_OF_MEMORY
    }

    volatile Part part = Part.HINT;

    /// What it does before it answers.
    volatile Runnable first = () -> {};

    final AtomicInteger closes = new AtomicInteger();
    final AtomicInteger callsWhenClosed = new AtomicInteger();
    private final Manifest manifest;

    PlayedModel(Manifest manifest) {
        this.manifest = manifest;
    }

    static Manifest manifest(String version, String payloadSha256) {
        return BareManifest.of(CompressionPredictor.NAME, version, payloadSha256, CompressionFeatures.schema());
    }

    @Override
    public Manifest manifest() {
        return manifest;
    }

    @Override
    public FeatureSchema schema() {
        return CompressionFeatures.schema();
    }

    @Override
    public int outputs() {
        return Profile.values().length * Codec.MENU.size();
    }

    @Override
    public List<Codec> codecs() {
        List<Codec> codecs = new ArrayList<>(Codec.MENU);
        if (part == Part.UNKNOWN_CODEC) {
            codecs.set(codecs.size() - 1, new Codec.Zstd(99));
        }
        return codecs;
    }

    @Override
    public int offset(Profile profile) {
        return part == Part.OUT_OF_BOUNDS ? outputs() : profile.ordinal() * Codec.MENU.size();
    }

    @Override
    public boolean abstains(Profile profile) {
        return part == Part.GIVE_UP;
    }

    @Override
    public void predict(int rows, float[] features, float[] out) {
        first.run();
        if (closes.get() > 0) {
            callsWhenClosed.incrementAndGet();
        }
        switch (part) {
            case GIVE_UP -> throw new IllegalStateException("asked though it gave up");
            case THROW -> throw new IllegalStateException("told to throw");
            case ERROR -> throw new AssertionError("told to throw an error");
            case OUT_OF_MEMORY -> throw new OutOfMemoryError("told to run out of memory");
            case HINT, ABSTAIN, NOT_A_NUMBER, UNKNOWN_CODEC, OUT_OF_BOUNDS -> fill(rows, out);
        }
    }

    private void fill(int rows, float[] out) {
        int codecs = Codec.MENU.size();
        for (int i = 0; i < rows * outputs(); i++) {
            boolean last = i % codecs == codecs - 1;
            out[i] = last ? lastGain() : 0;
        }
    }

    private float lastGain() {
        return switch (part) {
            case ABSTAIN -> -0.25f;
            case NOT_A_NUMBER -> Float.NaN;
            default -> 0.25f;
        };
    }

    @Override
    public void close() {
        closes.incrementAndGet();
    }
}
