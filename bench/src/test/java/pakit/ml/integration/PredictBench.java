package pakit.ml.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import pakit.bench.ScratchDirectory;
import pakit.load.SampleRows;
import pakit.ml.models.CompressionPredictor;
import pakit.ml.models.DefaultModels;
import pakit.ml.models.Gate;
import pakit.ml.models.GateThresholds;
import pakit.ml.models.ModelLoader;
import pakit.ml.models.PakitModel;
import pakit.ml.serving.CallMeter;
import pakit.ml.serving.Lease;
import pakit.ml.serving.ModelServer;
import pakit.ml.serving.Monitoring;
import pakit.ml.serving.Prediction;
import pakit.ml.telemetry.TelemetryCollector;

/// What it costs to ask the live model rather than its kernel: a lease, a permit of the breaker, the meter with its one
/// clock pair in sixteen calls, and the event of each timed call. `wrapping` is all that around nothing, which is what
/// the goal is about; `kernel` and `guardedKernel` show the same in place.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init")
public class PredictBench {
    private static final String MODEL = CompressionPredictor.NAME;

    private Path directory;
    private TelemetryCollector telemetry;
    private FallbackManager fallback;
    private ModelServer server;
    private Breaker breaker;
    private PakitModel kernel;
    private Lease held;
    private List<float[]> rows;

    /// What each thread has of its own.
    @State(Scope.Thread)
    public static class Caller {
        private final float[] out = new float[64];
        private int next;
    }

    @Setup
    public void start() throws IOException {
        directory = Files.createTempDirectory("pakit-bench");
        telemetry = new TelemetryCollector(directory.resolve("telemetry.db"));
        fallback = new FallbackManager();
        Path models = directory.resolve("models");
        Gate gate = Gate.standard(models, GateThresholds.STANDARD);
        server = new ModelServer(
                models, ModelLoader.standard(), gate, fallback::state, telemetry::record, Monitoring.standard());
        server.installDefaults(DefaultModels.artifacts());
        server.start();
        breaker = fallback.breaker(MODEL);
        held = server.registry().lease(MODEL);
        kernel = held.model();
        rows = SampleRows.ofBlocks(1).rows();
    }

    @TearDown
    public void stop() throws IOException {
        held.close();
        server.close();
        telemetry.close();
        ScratchDirectory.delete(directory);
    }

    private float[] row(Caller caller) {
        return rows.get(caller.next++ & 63);
    }

    @Benchmark
    public float kernel(Caller caller) {
        kernel.predict(1, row(caller), caller.out);
        return caller.out[0];
    }

    @Benchmark
    public float guardedKernel(Caller caller) {
        try (Lease lease = Objects.requireNonNull(server.registry().tryLease(MODEL))) {
            Permit permit = Objects.requireNonNull(breaker.tryAcquire());
            long metered = lease.meter().begin();
            long begun = permit.begin();
            lease.model().predict(1, row(caller), caller.out);
            permit.succeeded(begun, lease.meter().succeeded(metered));
            return caller.out[0];
        }
    }

    @Benchmark
    public void wrapping() {
        wrap();
    }

    @Benchmark
    @Threads(4)
    public void wrappingOnFourThreads() {
        wrap();
    }

    private void wrap() {
        try (Lease lease = Objects.requireNonNull(server.registry().tryLease(MODEL))) {
            Permit permit = Objects.requireNonNull(breaker.tryAcquire());
            long metered = lease.meter().begin();
            permit.succeeded(permit.begin(), lease.meter().succeeded(metered));
        }
    }

    @Benchmark
    public void leaseAlone() {
        Objects.requireNonNull(server.registry().tryLease(MODEL)).close();
    }

    @Benchmark
    public long meterAlone() {
        CallMeter meter = held.meter();
        return meter.succeeded(meter.begin());
    }

    @Benchmark
    public Prediction serverPredict(Caller caller) {
        return server.predict(MODEL, 1, row(caller));
    }
}
