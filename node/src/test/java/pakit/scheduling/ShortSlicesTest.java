package pakit.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ShortSlicesTest {
    @Test
    @EnabledOnOs(
            value = OS.LINUX,
            architectures = {"amd64", "aarch64"})
    void aThreadGetsTheShortestSliceAndOthersKeepTheirs() throws InterruptedException {
        List<Duration> asked = new ArrayList<>();
        Duration before = ShortSlices.slice();
        assumeThat(before).as("this system says how long slices are").isPositive();

        Thread asking = Thread.ofPlatform().start(() -> {
            ShortSlices.ask();
            asked.add(ShortSlices.slice());
        });
        asking.join();

        assertThat(asked).containsExactly(ShortSlices.SLICE);
        assertThat(ShortSlices.slice()).isEqualTo(before).isGreaterThan(ShortSlices.SLICE);
    }

    @Test
    void virtualThreadsAreNotAskedFor() throws InterruptedException {
        List<Boolean> taken = new ArrayList<>();
        Thread.ofVirtual().start(() -> taken.add(ShortSlices.ask())).join();

        assertThat(taken).containsExactly(false);
    }
}
