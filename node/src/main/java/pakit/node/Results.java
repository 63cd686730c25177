package pakit.node;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pakit.dag.HintEarnings;
import pakit.dag.PrefetchTotals;
import pakit.dag.StoredTree;
import pakit.jobs.Job;
import pakit.ml.alerts.Alert;
import pakit.ml.drift.DriftReport;
import pakit.ml.drift.SeriesReport;
import pakit.ml.models.GateReport;
import pakit.ml.models.Metric;
import pakit.ml.models.TensorSpec;
import pakit.ml.telemetry.TelemetryEvent;

/// What operations answer: the JSON of `--json` and of the HTTP port, field for field, as [NodeJson] writes it. What is
/// null is left out.
public final class Results {
    private Results() {}

    /// @param path the path that was put, as the user named it
    /// @param bytes plain bytes of all files under the root
    public record PutRoot(String path, String id, long bytes) {}

    /// @param newBlocks written as `new`
    public record BlockCounts(@JsonProperty("new") long newBlocks, long known) {}

    public record Put(List<PutRoot> roots, BlockCounts blocks, long storedBytes) {
        static Put of(StoredTree tree, Optional<String> name) {
            return new Put(
                    List.of(new PutRoot(name.orElse(""), tree.root().toString(), tree.plainBytes())),
                    new BlockCounts(tree.newBlocks(), tree.knownBlocks()),
                    tree.storedBytes());
        }
    }

    public record Root(String id, @Nullable String name, Instant createdAt, long bytes) {}

    public record Roots(List<Root> roots) {}

    /// @param kind `file`, `directory` or `symlink`
    /// @param mode octal, as in `0644`
    public record Entry(
            String name,
            String kind,
            String id,
            long bytes,
            String mode,
            @Nullable String target) {}

    public record Entries(List<Entry> entries) {}

    /// @param encoding how the block is stored, such as `zstd-3`
    /// @param depth how many blocks it builds on when it is a delta, else 0
    /// @param base the block that a delta was packed against
    public record Stat(
            String id,
            String kind,
            int plainBytes,
            int storedBytes,
            String encoding,
            int depth,
            @Nullable String base,
            List<String> links) {}

    /// One path at which two trees differ.
    ///
    /// @param change `added`, `removed` or `changed`
    /// @param what of a changed one: `type`, `mode`, `time`, `content`, `target`
    public record Change(
            String change,
            String path,
            List<String> what,
            @Nullable Entry before,
            @Nullable Entry after) {}

    /// @param missingBlocks leaves that some root leads to and that are lost; `verify` names them
    /// @param indexDamage what was wrong with the index of sketches, which was dropped for it
    /// @param indexedBlocks how many blocks are in the index that was made in its place
    public record Gc(
            long removedBlocks,
            long freedBytes,
            long keptBlocks,
            long missingBlocks,
            @Nullable String indexDamage,
            @Nullable Long indexedBlocks) {}

    /// @param indexedBlocks how many blocks can be found by their sketches again
    /// @param mendedHeads how many heads of blocks were lost or wrong
    /// @param unreadableBlocks what could not be read and is left out; `verify` names it
    public record Reindex(long indexedBlocks, long mendedHeads, long unreadableBlocks) {}

    public record Problem(String id, String what) {}

    /// @param problems the first ones; none means that everything is as it was stored
    /// @param furtherProblems how many more there are
    /// @param affected paths that need what is damaged or lost, the first ones
    /// @param furtherAffected how many more there are
    /// @param droppedBlocks by a repair
    /// @param mendedHeads by a repair
    /// @param indexedBlocks in the index that a repair made
    public record Verify(
            long checkedBlocks,
            long checkedBytes,
            List<Problem> problems,
            long furtherProblems,
            List<Affected> affected,
            long furtherAffected,
            @Nullable Long droppedBlocks,
            @Nullable Long mendedHeads,
            @Nullable Long indexedBlocks) {
        Verify with(List<Problem> more) {
            List<Problem> all = new ArrayList<>(problems);
            all.addAll(more);
            return new Verify(
                    checkedBlocks,
                    checkedBytes,
                    all,
                    furtherProblems,
                    affected,
                    furtherAffected,
                    droppedBlocks,
                    mendedHeads,
                    indexedBlocks);
        }

        Verify withIndexed(long blocks) {
            return new Verify(
                    checkedBlocks,
                    checkedBytes,
                    problems,
                    furtherProblems,
                    affected,
                    furtherAffected,
                    droppedBlocks,
                    mendedHeads,
                    blocks);
        }
    }

    /// A path that cannot be read, or of a directory not all entries.
    ///
    /// @param root the id of the root
    /// @param name its name
    /// @param path below it; empty for the root itself
    /// @param block the first damaged or lost block that the path needs
    public record Affected(String root, @Nullable String name, String path, String block) {}

    /// @param logicalBytes plain bytes of all files under all roots, counted once per root
    /// @param uniqueBytes plain bytes of all distinct blocks
    /// @param storedBytes bytes of all block records
    /// @param storedBytesByDepth the same, by the depth of deltas, 0 for records that stand alone
    /// @param deltas of the blocks that are stored as deltas, how many, how long, and how long their records
    public record Stats(
            long roots,
            long blocks,
            long logicalBytes,
            long uniqueBytes,
            long storedBytes,
            Map<String, Long> storedBytesByCodec,
            Map<Integer, Long> storedBytesByDepth,
            Share deltas,
            Ratios ratios,
            HintEarnings.Earned dedupHints,
            CodecHints codecHints,
            PrefetchTotals prefetch) {}

    /// What codecs cost as they were chosen, hints included, beside the profile's default codec, on the blocks on which
    /// the oracle tried all of them since the process began.
    ///
    /// @param cost bytes and time at the profile's price; null while there are too few blocks
    /// @param bytes what is stored; null while there are too few blocks
    public record CodecHints(
            long triedBlocks,
            @Nullable Percent cost,
            @Nullable Percent bytes) {}

    /// A figure with its 95 % interval, which holds at all times at once; negative is less than what it is beside.
    public record Percent(double percent, double low, double high) {}

    /// How many times smaller things became; 1 where there are none.
    ///
    /// @param dedup bytes of all roots by bytes of distinct blocks
    /// @param delta bytes of blocks that are stored as deltas by those of their records
    /// @param total bytes of all roots by those of all records
    public record Ratios(double dedup, double delta, double total) {}

    /// A part of the blocks.
    public record Share(long blocks, long plainBytes, long storedBytes) {}

    public record ModelSummary(String name, @Nullable String live, int versions, boolean enabled) {}

    /// @param mlSwitch the switch over all of them: `on`, `off`, or `off_by_configuration` for this run
    public record Models(List<ModelSummary> models, String mlSwitch) {}

    /// @param validation `validated`, `unvalidated`, `failed`, or `forced` past the gate by somebody
    /// @param schema name and version of its features
    /// @param inputs as a caller sends them
    /// @param seed of every random choice in its training
    /// @param parent the version it was derived from
    /// @param gate what the gate said, if it was asked
    public record Version(
            String version,
            Instant createdAt,
            @Nullable Instant deployedAt,
            String validation,
            String payloadSha256,
            String schema,
            List<TensorSpec> inputs,
            List<TensorSpec> outputs,
            long seed,
            @Nullable String parent,
            Map<String, Metric> metrics,
            Map<String, Metric> baselines,
            Map<String, String> data,
            Map<String, String> metadata,
            @Nullable GateReport gate) {
        public static final String VALIDATED = "validated";
        public static final String UNVALIDATED = "unvalidated";
        public static final String FAILED = "failed";
        public static final String FORCED = "forced";
    }

    /// @param challenger the version that may be asked beside the live one
    public record Model(
            String name, @Nullable Version live, @Nullable String challenger, List<Version> versions) {}

    /// @param since when `version` had become live, by `kind`, `actor` and `reason` of that line of the history
    public record LiveAt(Instant time, String version, Instant since, String kind, String actor, String reason) {}

    /// @param deleted versions, newest first
    public record CleanedUp(String name, List<String> deleted) {}

    /// @param breaker `CLOSED`, `OPEN` or `HALF_OPEN`
    public record Breaker(String name, String breaker) {}

    public record HistoryEntry(Instant at, String version, String kind, String actor, String reason) {}

    public record History(List<HistoryEntry> history) {}

    public record Alerts(List<Alert> alerts) {}

    /// @param errorKinds every kind, with how many of `errors` were of it
    /// @param successRate 0..1; 1 before the first call
    /// @param timed how many of the calls were timed: latencies, in milliseconds, are of these
    public record CallFigures(
            long predictions,
            long errors,
            Map<String, Long> errorKinds,
            double successRate,
            long timed,
            double latencyAvg,
            double latencyP50,
            double latencyP95,
            double latencyP99) {}

    /// @param windowSeconds how far `window` reaches back
    public record Metrics(String model, CallFigures sinceStart, long windowSeconds, CallFigures window) {}

    public record Drift(List<DriftReport> models, List<SeriesReport> series) {}

    public record Jobs(List<Job> jobs) {}

    public record Events(List<TelemetryEvent> events) {}
}
