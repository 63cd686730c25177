package pakit.ml.serving;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import pakit.ml.feature.FeatureSchema;
import pakit.ml.models.BareManifest;
import pakit.ml.models.Manifest;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.PakitModel;

/// Answers the same number to everything and remembers what was done to it after it was closed.
final class FakeModel implements PakitModel {
    static final FeatureSchema SCHEMA = new FeatureSchema("fake", 1, List.of("size", "entropy"));

    final AtomicInteger closes = new AtomicInteger();
    final LongAdder callsWhenClosed = new LongAdder();
    volatile boolean broken;
    private final Manifest manifest;
    private final float answer;

    FakeModel(String name, String version, float answer) {
        this(manifest(name, version, ModelArtifact.sha256(new byte[0])), answer);
    }

    FakeModel(Manifest manifest, float answer) {
        this.manifest = manifest;
        this.answer = answer;
    }

    static Manifest manifest(String name, String version, String payloadSha256) {
        return BareManifest.of(name, version, payloadSha256, SCHEMA);
    }

    @Override
    public Manifest manifest() {
        return manifest;
    }

    @Override
    public FeatureSchema schema() {
        return SCHEMA;
    }

    @Override
    public int outputs() {
        return 1;
    }

    @Override
    public void predict(int rows, float[] features, float[] out) {
        if (closes.get() > 0) {
            callsWhenClosed.increment();
        }
        if (broken) {
            throw new IllegalStateException("broken");
        }
        Arrays.fill(out, 0, rows, answer);
        if (closes.get() > 0) {
            callsWhenClosed.increment();
        }
    }

    @Override
    public void close() {
        closes.incrementAndGet();
    }
}
