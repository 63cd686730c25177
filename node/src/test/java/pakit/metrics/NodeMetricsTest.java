package pakit.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.block.Block;
import pakit.codec.Codec;
import pakit.dag.DagBackend;
import pakit.hint.Advice;
import pakit.hint.Advisor;
import pakit.hint.Hint;
import pakit.hint.Silence;
import pakit.ml.metrics.MetricSource;
import pakit.ml.serving.HealthReport;
import pakit.store.BlockTotals;
import pakit.store.Home;
import pakit.store.HomeSettings;
import pakit.store.Root;

class NodeMetricsTest {
    private static final Advice<Hint.Compression> SUGGESTED =
            new Advice.Suggested<>(new Hint.Compression(new Codec.Zstd(9), 0.1), "m", "1.0.0");

    @TempDir
    Path directory;

    private HealthReport health = new HealthReport("healthy", 0, 0, "on", 0, null, 0, Map.of());
    private Home home;
    private NodeMetrics metrics;

    @BeforeEach
    void open() {
        home = Home.open(directory, HomeSettings.NONE, "test", Instant.EPOCH);
        metrics = new NodeMetrics(home, () -> health, new Build("1.2.3", "abc1234"));
    }

    @AfterEach
    void close() {
        home.close();
    }

    @Test
    void everyFamilyIsThereBeforeAnythingHappened() {
        assertThat(samples())
                .containsEntry("pakit_store_blocks", 0.0)
                .containsEntry("pakit_store_roots", 0.0)
                .containsEntry("pakit_blocks_total{outcome=\"new\"}", 0.0)
                .containsEntry("pakit_hints_asked_total{hint=\"compression\"}", 0.0)
                .containsKeys("pakit_disk_free_bytes", "process_open_fds", "jvm_threads_current");
        for (Silence reason : Silence.values()) {
            assertThat(samples()).containsEntry(silent(reason), 0.0);
        }
    }

    @Test
    void whatTheHomeHoldsIsTold() {
        Block block = put(1, Advisor.none());
        home.roots().put(new Root(block.id(), Optional.of("a"), Instant.EPOCH, block.sizeBytes()));
        home.roots().put(new Root(block.id(), Optional.of("b"), Instant.EPOCH, block.sizeBytes()));
        BlockTotals totals = home.blocks().totals();
        assertThat(samples())
                .containsEntry("pakit_store_roots", 2.0)
                .containsEntry("pakit_store_logical_bytes", 2.0 * block.sizeBytes())
                .containsEntry("pakit_store_blocks", 1.0)
                .containsEntry("pakit_store_unique_bytes", (double) block.sizeBytes())
                .containsEntry("pakit_store_stored_bytes", (double) totals.storedBytes())
                .containsEntry("pakit_store_codec_bytes{codec=\"zstd-3\"}", (double) totals.storedBytes());
        put(2, Advisor.none());
        assertThat(samples()).containsEntry("pakit_store_blocks", 2.0);
    }

    @Test
    void outcomesAndHintsAreCounted() {
        Block first = put(1, facts -> SUGGESTED);
        put(1, facts -> SUGGESTED);
        put(2, facts -> Advice.silent(Silence.ABSTAINED));
        put(3, facts -> Advice.silent(Silence.NOT_ASKED));
        assertThat(samples())
                .containsEntry("pakit_blocks_total{outcome=\"new\"}", 3.0)
                .containsEntry("pakit_blocks_total{outcome=\"known\"}", 1.0)
                .containsEntry("pakit_blocks_plain_bytes_total", 3.0 * first.sizeBytes())
                .containsEntry("pakit_blocks_stored_bytes_total", (double)
                        home.blocks().totals().storedBytes())
                .containsEntry("pakit_hints_asked_total{hint=\"compression\"}", 2.0)
                .containsEntry("pakit_hints_suggested_total{hint=\"compression\"}", 1.0)
                .containsEntry(silent(Silence.ABSTAINED), 1.0)
                .containsEntry(silent(Silence.NOT_ASKED), 1.0)
                .containsEntry(silent(Silence.MODEL_FAILED), 0.0);
    }

    @Test
    void healthIsThatOfTheServer() {
        health = new HealthReport(
                "degraded", 1, 1, "off", 0, null, 0, Map.of("a", model(true, ""), "b", model(false, "is refused")));
        assertThat(samples())
                .containsEntry("pakit_health_status{status=\"degraded\"}", 1.0)
                .containsEntry("pakit_health_status{status=\"healthy\"}", 0.0)
                .containsEntry("pakit_ml_switch{state=\"on\"}", 0.0)
                .containsEntry("pakit_ml_switch{state=\"off\"}", 1.0)
                .containsEntry("pakit_ml_switch{state=\"off_by_configuration\"}", 0.0)
                .containsEntry("pakit_ml_model_enabled{model=\"a\"}", 1.0)
                .containsEntry("pakit_ml_model_enabled{model=\"b\"}", 0.0)
                .containsEntry("pakit_ml_model_problem{model=\"a\"}", 0.0)
                .containsEntry("pakit_ml_model_problem{model=\"b\"}", 1.0);
    }

    private static HealthReport.ModelHealth model(boolean enabled, String problem) {
        return new HealthReport.ModelHealth(enabled, "1.0.0", "CLOSED", 0, 1, 0, problem);
    }

    @Test
    void theBuildIsNamed() {
        assertThat(text())
                .contains("pakit_build_info{version=\"1.2.3\",commit=\"abc1234\",java=\"" + Runtime.version()
                        + "\"} 1\n");
    }

    @Test
    void theProcessIsMeasured() {
        assertThat(value("process_cpu_seconds_total")).isPositive();
        assertThat(value("process_open_fds")).isBetween(1.0, value("process_max_fds"));
        assertThat(value("process_start_time_seconds")).isPositive();
        assertThat(value("jvm_memory_used_bytes{area=\"heap\"}")).isPositive();
        assertThat(value("process_resident_memory_bytes")).isGreaterThan(1 << 20);
    }

    private double value(String sample) {
        return samples().getOrDefault(sample, Double.NaN);
    }

    @Test
    void blocksThatCannotBeCountedLeaveTheRestStanding() {
        home.blocks().put(block(1).id(), new byte[] {99});
        assertThat(samples()).doesNotContainKey("pakit_store_blocks").containsKey("pakit_store_roots");
        assertThat(samples()).doesNotContainKey("pakit_store_blocks");
    }

    @Test
    void everyFamilyIsExplainedOnce() {
        List<String> explained = text().lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ")[2])
                .toList();
        Set<String> names = new HashSet<>(explained);
        assertThat(names).hasSameSizeAs(explained);
        assertThat(samples().keySet())
                .allMatch(sample -> names.stream().anyMatch(name -> sample.matches(name + "(_count|_sum)?(\\{.*)?")));
    }

    private static String silent(Silence reason) {
        return "pakit_hints_silent_total{hint=\"compression\",reason=\""
                + reason.name().toLowerCase(Locale.ROOT) + "\"}";
    }

    private Block put(int number, Advisor advisor) {
        DagBackend backend = new DagBackend(home.blocks(), home.profile(), metrics::count, System::nanoTime);
        Block block = block(number);
        backend.process(block, advisor);
        return block;
    }

    private static Block block(int number) {
        return Block.raw(("block " + number + "\n").repeat(300).getBytes(StandardCharsets.US_ASCII));
    }

    private String text() {
        return MetricSource.textOf(List.of(metrics));
    }

    private Map<String, Double> samples() {
        return text().lines()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.lastIndexOf(' ')),
                        line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))));
    }
}
