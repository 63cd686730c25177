package pakit.ml.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.error.PakitException;

class ModelRegistryTest {
    @TempDir
    Path models;

    private ModelRegistry registry;

    @BeforeEach
    void make() {
        registry = new ModelRegistry(models, name -> new CallMeter(System::nanoTime, Duration.ofMinutes(1)));
    }

    @Test
    void replacedVersionIsClosedWhenItsLastCallEnds() {
        FakeModel one = new FakeModel("m", "1.0.0", 1);
        FakeModel two = new FakeModel("m", "2.0.0", 2);
        registry.publish("m", one);
        Lease first = registry.lease("m");
        Lease second = registry.lease("m");
        registry.publish("m", two);
        assertThat(registry.lease("m").model()).isSameAs(two);
        first.close();
        assertThat(one.closes).hasValue(0);
        second.close();
        assertThat(one.closes).hasValue(1);
        assertThat(two.closes).hasValue(0);
    }

    @Test
    void leaseMayBeClosedOnAnotherThread() throws InterruptedException {
        FakeModel one = new FakeModel("m", "1.0.0", 1);
        registry.publish("m", one);
        Lease lease = registry.lease("m");
        registry.clear();
        Thread.ofVirtual().start(lease::close).join();
        assertThat(one.closes).hasValue(1);
    }

    @Test
    void idleVersionIsClosedAtOnce() {
        FakeModel one = new FakeModel("m", "1.0.0", 1);
        registry.publish("m", one);
        registry.publish("m", new FakeModel("m", "2.0.0", 2));
        assertThat(one.closes).hasValue(1);
    }

    @Test
    void clearedRegistryHasNoModels() {
        registry.publish("m", new FakeModel("m", "1.0.0", 1));
        assertThat(registry.models()).containsExactly("m");
        registry.clear();
        assertThat(registry.models()).isEmpty();
        assertThat(registry.tryLease("m")).isNull();
        assertThatThrownBy(() -> registry.lease("m"))
                .isInstanceOf(PakitException.NotFound.class)
                .hasMessageContaining("no model m");
    }

    @Test
    void switchSilencesHintsOfEachVersion() {
        registry.publish("m", new FakeModel("m", "1.0.0", 1));
        registry.switches().disable("m");
        assertThat(registry.enabled("m")).isFalse();
        registry.publish("m", new FakeModel("m", "2.0.0", 2));
        assertThat(registry.enabled("m")).isFalse();
        registry.switches().enable("m");
        assertThat(registry.enabled("m")).isTrue();
    }

    /// Eight threads call while a thousand versions come and go: nobody ever calls a closed version, gets an answer of
    /// another version than it names, or finds none; every replaced version is closed once.
    @Test
    void noCallIsLostOrMixedWhileVersionsAreSwapped() throws InterruptedException {
        int swaps = 1_000;
        List<FakeModel> versions = new ArrayList<>();
        versions.add(new FakeModel("m", "0.0.0", 0));
        registry.publish("m", versions.getFirst());
        AtomicBoolean done = new AtomicBoolean();
        LongAdder calls = new LongAdder();
        LongAdder wrong = new LongAdder();
        List<Thread> callers = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            Thread.Builder builder = t % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual();
            callers.add(builder.start(() -> callUntil(done, calls, wrong)));
        }
        for (int i = 1; i <= swaps; i++) {
            long before = calls.sum();
            FakeModel next = new FakeModel("m", i + ".0.0", i);
            versions.add(next);
            registry.publish("m", next);
            while (calls.sum() == before) {
                Thread.onSpinWait(); // so that every version is really called
            }
        }
        done.set(true);
        for (Thread caller : callers) {
            caller.join();
        }
        registry.clear();
        assertThat(wrong.sum()).isZero();
        assertThat(versions).allMatch(version -> version.closes.get() == 1);
        assertThat(versions).allMatch(version -> version.callsWhenClosed.sum() == 0);
    }

    private void callUntil(AtomicBoolean done, LongAdder calls, LongAdder wrong) {
        float[] features = new float[2];
        float[] out = new float[1];
        while (!done.get()) {
            try (Lease lease = registry.lease("m")) {
                lease.model().predict(1, features, out);
                String expected = (int) out[0] + ".0.0";
                if (!lease.model().manifest().version().text().equals(expected)) {
                    wrong.increment();
                }
                calls.increment();
            } catch (PakitException e) {
                wrong.increment();
            }
        }
    }
}
