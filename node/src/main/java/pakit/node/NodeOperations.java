package pakit.node;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import pakit.block.Block;
import pakit.dag.TreeSink;
import pakit.error.PakitException;
import pakit.ml.privacy.PrivacyBudget;
import pakit.ml.serving.HealthReport;
import pakit.ml.telemetry.EventQuery;
import pakit.ml.telemetry.EventSummary;
import pakit.ml.telemetry.PrivateFigures;
import pakit.ml.telemetry.PrivateOrder;
import pakit.ml.telemetry.TelemetryEvent;

/// Everything a user can do with a node. [LocalNode] does it on a home that this process holds; the HTTP client does it
/// through the node that holds the home. Both give the same records, so a verb is written once.
///
/// All methods throw the kinds of [pakit.error.PakitException]. Thread-safe.
///
/// Where a ROOT is taken, it is the id of a root or its name; a name that several roots bear is refused with their ids.
public interface NodeOperations extends AutoCloseable {
    /// Takes in one tree: `source` is called once with the sink to tell. Durable when this returns.
    ///
    /// @throws pakit.error.PakitException.Invalid if the name or the user cannot be one
    Results.Put put(TreeSource source, PutOrder order);

    /// As [#put(TreeSource, PutOrder)], by nobody in particular.
    ///
    /// @param name under which the root is listed, or empty
    default Results.Put put(TreeSource source, Optional<String> name) {
        return put(source, PutOrder.named(name));
    }

    /// Tells `sink` the tree or file at `path` (ROOT or ROOT/PATH).
    void get(String path, TreeSink sink) throws IOException;

    /// Writes the content of the file at ROOT/PATH.
    void cat(String path, OutputStream out) throws IOException;

    List<Results.Root> roots();

    List<Results.Entry> list(String path);

    /// Tells `changes` the paths at which two trees differ, in the order of names.
    ///
    /// @param before ROOT or ROOT/PATH
    /// @param after the same
    void diff(String before, String after, Consumer<Results.Change> changes) throws IOException;

    Results.Stat stat(String id);

    /// The plain block, its bytes checked against its id.
    Block block(String id);

    void remove(String root);

    /// Frees what no root leads to.
    ///
    /// @param progress told the plain bytes of each node that was followed and of each block that was then looked at,
    ///     where the work is done in this process; not told anything otherwise
    Results.Gc gc(LongConsumer progress);

    default Results.Gc gc() {
        return gc(bytes -> {});
    }

    /// Checks the store, all of it or a sample, and says which paths need what is damaged.
    ///
    /// @param progress told the plain bytes of each checked block, on several threads, where the work is done in this
    ///     process; not told anything otherwise
    Results.Verify verify(VerifyOrder order, LongConsumer progress);

    default Results.Verify verify() {
        return verify(VerifyOrder.WHOLE, bytes -> {});
    }

    /// Checks all of the store, drops what is damaged, and mends what follows from what is not.
    ///
    /// @param limit as in [VerifyOrder]
    /// @param progress as in [#verify]
    Results.Verify repair(int limit, LongConsumer progress);

    /// Makes the index anew by which new blocks find what they may build on.
    ///
    /// @param progress as in [#verify]
    Results.Reindex reindex(LongConsumer progress);

    Results.Stats stats();

    /// CAR files and streams.
    TransferOperations transfers();

    /// The models of this node and their versions.
    ModelOperations models();

    /// The experiments of this node.
    ExperimentOperations experiments();

    /// How its models do, and what is wrong.
    MonitorOperations monitor();

    /// The retrainings of its models.
    JobOperations jobs();

    HealthReport health();

    /// The text of `/metrics`.
    String metrics();

    /// Newest first.
    List<TelemetryEvent> events(EventQuery query);

    default List<TelemetryEvent> events(int limit) {
        return events(EventQuery.newest(limit));
    }

    /// What events come to, by kind and by stretches of time as long as `bucket`.
    EventSummary summary(EventQuery query, Duration bucket);

    /// Figures of events for others to see, with noise.
    ///
    /// @throws pakit.error.PakitException.Refused if the privacy budget of the home does not pay for it
    PrivateFigures figures(PrivateOrder order);

    PrivacyBudget.Standing privacyBudget();

    @Override
    void close();

    /// Tells a sink a tree.
    interface TreeSource {
        void tell(TreeSink sink) throws IOException;

        /// How a put fails when its source does.
        static PakitException unreadable(IOException cause) {
            return new PakitException.Unavailable("the tree cannot be read: " + cause.getMessage(), cause);
        }
    }
}
