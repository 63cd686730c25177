package pakit.ml.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static pakit.ml.serving.ServedModels.CAUSE;
import static pakit.ml.serving.ServedModels.artifact;
import static pakit.ml.serving.ServedModels.version;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.error.PakitException;
import pakit.ml.models.ModelVersion;

/// Callers ask the champion and the challenger while others swap, roll back, move the challenger, clean up and register
/// at the same time, all on one model.
class LifecycleStressTest {
    private static final int VERSIONS = 6;
    private static final int ROUNDS = 120;

    @TempDir
    Path directory;

    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean done = new AtomicBoolean();
    private final LongAdder championAnswers = new LongAdder();
    private final LongAdder challengerAnswers = new LongAdder();

    @Test
    void noAnswerIsLostOrMixedWhateverHappensToVersions() throws InterruptedException {
        ServedModels models = new ServedModels(directory);
        try (ModelServer server = models.started(VERSIONS)) {
            List<Thread> callers = List.of(
                    start(() -> ask(server, "champion", championAnswers)),
                    start(() -> ask(server, "champion", championAnswers)),
                    start(() -> ask(server, "challenger", challengerAnswers)));
            List<Thread> changers = new ArrayList<>();
            changers.add(changing(server, 1, (random, at) -> server.swap("m", at, "")));
            changers.add(changing(server, 2, (random, at) -> server.rollbackModel("m")));
            changers.add(changing(server, 3, (random, at) -> server.aliases().challenge("m", at, CAUSE)));
            changers.add(changing(server, 4, (random, at) -> server.versions().cleanupOldVersions("m", 2)));
            changers.add(changing(server, 5, (random, at) -> server.versions().register(artifact(major(at)))));
            for (Thread changer : changers) {
                changer.join();
            }
            done.set(true);
            for (Thread caller : callers) {
                caller.join();
            }
            assertThat(failures).isEmpty();
            assertThat(championAnswers.sum()).isGreaterThan(ROUNDS);
            assertThat(server.monitor().metrics("m").predictions())
                    .isEqualTo(championAnswers.sum() + challengerAnswers.sum());
            assertThat(server.versions().live("m")).isEqualTo(server.live("m").map(live -> live.version()));
            assertThat(server.versions().challenger("m"))
                    .isEqualTo(server.registry().challenger("m").map(named -> named.version()));
        }
        assertThat(models.loaded).allMatch(model -> model.closes.get() == 1);
        assertThat(models.loaded).allMatch(model -> model.callsWhenClosed.sum() == 0);
        try (ModelServer server = models.restarted()) {
            assertThat(server.healthCheck().status()).isEqualTo("healthy");
        }
    }

    private Thread changing(ModelServer server, int seed, BiConsumer<Random, ModelVersion> change) {
        return start(() -> {
            Random random = new Random(seed);
            for (int i = 0; i < ROUNDS; i++) {
                try {
                    change.accept(random, version(1 + random.nextInt(VERSIONS)));
                } catch (PakitException.NotFound | PakitException.Refused expected) {
                    // cleaned up meanwhile, nothing to roll back to, or the champion as challenger
                } catch (Throwable e) {
                    failures.add(e);
                }
            }
        });
    }

    private void ask(ModelServer server, String alias, LongAdder answers) {
        while (!done.get()) {
            Lease lease = server.registry().tryLease("m", alias);
            if (lease == null) {
                if (alias.equals(Aliases.CHAMPION)) {
                    failures.add(new AssertionError("there is no champion"));
                }
                Thread.onSpinWait();
                continue;
            }
            try (lease) {
                Prediction prediction = server.predict(lease, 1, new float[2]);
                if (prediction.outputs()[0] != major(prediction.manifest().version())) {
                    failures.add(new AssertionError("mixed: " + prediction));
                }
                answers.increment();
            } catch (Throwable e) {
                failures.add(e);
            }
        }
    }

    private static Thread start(Runnable work) {
        return Thread.ofPlatform().start(work);
    }

    private static int major(ModelVersion version) {
        return Integer.parseInt(version.text().substring(0, version.text().indexOf('.')));
    }
}
