package pakit.ml.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.ModelVersion;
import pakit.ml.models.PakitModel;

/// Eight threads predict while the server swaps, and now and then rolls back, between two versions that answer
/// differently.
class HotSwapStressTest {
    private static final int CALLERS = 8;
    private static final int SWAPS = 300;
    private static final List<ModelVersion> VERSIONS = List.of(new ModelVersion("1.0.0"), new ModelVersion("2.0.0"));

    @TempDir
    Path models;

    private final Queue<FakeModel> loaded = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final LongAdder answers = new LongAdder();
    private final LongAdder inconsistent = new LongAdder();
    private final AtomicBoolean done = new AtomicBoolean();

    @Test
    void noPredictionFailsAndEveryAnswerIsOfTheVersionItNames() throws InterruptedException {
        try (ModelServer server = started()) {
            List<Thread> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                callers.add(Thread.ofPlatform().start(() -> callUntilDone(server)));
            }
            for (int i = 1; i <= SWAPS; i++) {
                swapOrRollBack(server, i);
            }
            done.set(true);
            for (Thread caller : callers) {
                caller.join();
            }
            assertThat(server.monitor().metrics("m").predictions()).isEqualTo(answers.sum());
            assertThat(server.versions().history("m")).hasSize(SWAPS + 1);
        }
        assertThat(failures).isEmpty();
        assertThat(inconsistent.sum()).isZero();
        assertThat(answers.sum()).isGreaterThan(SWAPS);
        assertThat(loaded).hasSize(SWAPS + 1 + VERSIONS.size()); // each version was also evaluated, once
        assertThat(loaded).allMatch(model -> model.closes.get() == 1);
        assertThat(loaded).allMatch(model -> model.callsWhenClosed.sum() == 0);
    }

    private static void swapOrRollBack(ModelServer server, int i) {
        if (i % 10 == 0) {
            server.rollbackModel("m");
        } else {
            server.swap("m", VERSIONS.get(i % 2), "swap " + i);
        }
    }

    private void callUntilDone(ModelServer server) {
        float[] features = new float[2];
        while (!done.get()) {
            try {
                Prediction prediction = server.predict("m", 1, features);
                int expected = VERSIONS.indexOf(prediction.manifest().version()) + 1;
                if (prediction.outputs()[0] != expected) {
                    inconsistent.increment();
                }
                answers.increment();
            } catch (Throwable e) {
                failures.add(e);
            }
        }
    }

    private ModelServer started() {
        ModelServer server = new ModelServer(models, this::load, Artifacts.openGate(models));
        server.versions().register(Artifacts.artifact("m", "2.0.0", 2));
        server.installDefaults(List.of(Artifacts.artifact("m", "1.0.0", 1)));
        server.start();
        return server;
    }

    private PakitModel load(ModelArtifact artifact) {
        FakeModel model = Artifacts.model(artifact);
        loaded.add(model);
        return model;
    }
}
