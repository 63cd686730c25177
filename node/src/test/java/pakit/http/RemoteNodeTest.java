package pakit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pakit.block.Block;
import pakit.dag.Attributes;
import pakit.dag.TreeSink;
import pakit.error.PakitException;
import pakit.ml.models.GateReport;
import pakit.ml.privacy.Noise;
import pakit.ml.telemetry.EventKind;
import pakit.ml.telemetry.EventQuery;
import pakit.ml.telemetry.PrivateOrder;
import pakit.node.NodeOperations;
import pakit.node.Results;
import pakit.node.SwapOrder;
import pakit.node.VerifyOrder;
import pakit.tar.ToldTree;

@Timeout(60)
class RemoteNodeTest {
    @TempDir
    private Path directory;

    private final FailingNode node = new FailingNode();
    private Port port;

    /// Fails where a test says so.
    private static final class FailingNode extends PlayedNode {
        private volatile Optional<PakitException> duringGet = Optional.empty();

        @Override
        public void get(String path, TreeSink sink) throws IOException {
            super.get(path, sink);
            if (duringGet.isPresent()) {
                throw duringGet.get();
            }
        }
    }

    @BeforeEach
    void open() {
        port = Port.open(node, directory);
    }

    @AfterEach
    void close() {
        port.close();
    }

    @Test
    void treesPassBothWaysUnchanged() throws IOException {
        ToldTree tree = ToldTree.random(11, 300);
        var put = port.remote().put(tree::tell, Optional.of("näme/with &?#% +"));
        assertThat(put.roots().getFirst().path()).isEqualTo("näme/with &?#% +");
        assertThat(put.blocks().newBlocks()).isEqualTo(3);

        ToldTree back = new ToldTree();
        port.remote().get("näme/with &?#% +", back);
        assertThat(back.lines()).isEqualTo(tree.lines());
    }

    @Test
    void oneFileComesAsItsBytes() throws IOException {
        ToldTree tree = ToldTree.random(3, 0);
        byte[] content = new byte[3_000_000];
        new java.util.Random(1).nextBytes(content);
        tree.file("a b.bin", Attributes.FILE, content.length, new java.io.ByteArrayInputStream(content));
        port.remote().put(tree::tell, Optional.of("t"));

        var out = new ByteArrayOutputStream();
        port.remote().cat("t/a b.bin", out);
        assertThat(out.toByteArray()).isEqualTo(content);
    }

    @Test
    void everyAnswerIsTheSameThroughThePort() {
        RemoteNode remote = port.remote();
        remote.put(ToldTree.random(1, 3)::tell, Optional.of("r"));

        assertThat(remote.roots()).isEqualTo(node.roots());
        assertThat(remote.list("r/x y")).isEqualTo(node.list("r/x y"));
        assertThat(remote.stat("i")).isEqualTo(node.stat("i"));
        assertThat(changes(remote)).isEqualTo(changes(node)).hasSize(2);
        assertThat(remote.gc()).isEqualTo(node.gc());
        assertThat(remote.verify()).isEqualTo(node.verify());
        VerifyOrder sample = new VerifyOrder(12.5, 3);
        assertThat(remote.verify(sample, bytes -> {})).isEqualTo(node.verify(sample, bytes -> {}));
        assertThat(remote.repair(17, bytes -> {})).isEqualTo(node.repair(17, bytes -> {}));
        assertThat(remote.reindex(bytes -> {})).isEqualTo(node.reindex(bytes -> {}));
        assertThat(remote.stats()).isEqualTo(node.stats());
        assertThat(remote.models().list()).isEqualTo(node.models().list());
        assertThat(remote.models().show("m")).isEqualTo(node.models().show("m"));
        assertThat(remote.models().history("m")).isEqualTo(node.models().history("m"));
        assertThat(remote.health()).isEqualTo(node.health());
        assertThat(remote.metrics()).startsWith(node.metrics());
        assertThat(remote.events(12)).isEqualTo(node.events(12));
        PrivateOrder order = new PrivateOrder(
                Set.of(EventKind.BLOCK_READ),
                Instant.parse("2026-03-01T12:00:00Z"),
                Duration.ofMinutes(5),
                new Noise.Gaussian(new BigDecimal("0.01")),
                "plainBytes",
                9);
        assertThat(remote.figures(order)).isEqualTo(node.figures(order));
        assertThat(remote.privacyBudget()).isEqualTo(node.privacyBudget());
        EventQuery query = EventQuery.newest(7, EventKind.BLOCK_READ, EventKind.PREDICTED)
                .since(Instant.parse("2026-03-01T12:00:00.5Z"));
        assertThat(remote.summary(query, Duration.ofMinutes(5))).isEqualTo(node.summary(query, Duration.ofMinutes(5)));
        remote.remove("r");
        assertThat(remote.roots()).isEmpty();
    }

    private static List<Results.Change> changes(NodeOperations of) {
        List<Results.Change> changes = new ArrayList<>();
        assertThatCode(() -> of.diff("a/b c", "d&e", changes::add)).doesNotThrowAnyException();
        return changes;
    }

    @Test
    void blocksAreCheckedAgainstTheirIds() {
        Block other = Block.raw(new byte[] {1});

        assertThat(port.remote().block(PlayedNode.BLOCK.id().toString()).bytes())
                .isEqualTo(PlayedNode.BLOCK.bytes());
        assertThatThrownBy(() -> port.remote().block(other.id().toString()))
                .isInstanceOf(PakitException.NotFound.class);
    }

    @Test
    void whatTheGateSaysTravelsWhole() {
        assertThat(port.remote().models().validate("m", "2.0.0"))
                .isEqualTo(new PlayedModels().validate("m", "2.0.0"))
                .extracting(GateReport::passed)
                .isEqualTo(false);
    }

    @Test
    void failuresKeepTheirKindAndTheirWords() throws IOException {
        Files.writeString(directory.resolve("model.json"), "{}");

        assertThatThrownBy(() -> port.remote().models().register("m", "1.0.0", directory, Map.of("k", "v=w")))
                .isInstanceOf(PakitException.Refused.class)
                .hasMessage("version 1.0.0 exists with other bytes");
        assertThatThrownBy(() -> port.remote().models().swap("m", new SwapOrder("2.0.0", "bad & broken")))
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessage("version 2.0.0 is refused: bad & broken");
        assertThatThrownBy(() -> port.remote().models().rollback("m", "slow"))
                .isInstanceOf(PakitException.NotFound.class)
                .hasMessage("model m has no earlier activation; slow");
        assertThatThrownBy(() -> port.remote().get("nowhere", new ToldTree()))
                .isInstanceOf(PakitException.NotFound.class)
                .hasMessage("no root 'nowhere'");
    }

    @Test
    void aFailureInTheMiddleOfAnAnswerKeepsItsKindToo() {
        port.remote().put(ToldTree.random(2, 100)::tell, Optional.of("t"));
        node.duringGet = Optional.of(new PakitException.Corrupt("block x holds other bytes"));

        assertThatThrownBy(() -> port.remote().get("t", new ToldTree()))
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessage("block x holds other bytes");
    }

    @Test
    void aFailingSourceLeavesNoRoot() {
        ToldTree tree = ToldTree.random(4, 50);

        assertThatThrownBy(() -> port.remote()
                        .put(
                                sink -> {
                                    tree.tell(sink);
                                    throw new PakitException.Refused("file x cannot be read");
                                },
                                Optional.of("half")))
                .isInstanceOf(PakitException.Refused.class)
                .hasMessage("file x cannot be read");
        assertThat(port.remote().roots()).isEmpty();
    }

    @Test
    void aNodeThatRefusesInTheMiddleIsHeard() {
        assertThatThrownBy(() -> port.remote()
                        .put(
                                sink -> {
                                    sink.directory("", Attributes.DIRECTORY);
                                    sink.symlink("a/../../b", "x");
                                    sink.file("big", Attributes.FILE, 40 << 20, zeros(40 << 20));
                                },
                                Optional.empty()))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining("leaves the tree");
    }

    @Test
    void uploadsBeyondTheLimitAreRefusedForNow() throws Exception {
        CompletableFuture<Void> release = new CompletableFuture<>();
        var first = hold(release);
        var second = hold(release);

        assertThatThrownBy(() -> port.remote().put(ToldTree.random(1, 1)::tell, Optional.of("third")))
                .isInstanceOf(PakitException.Unavailable.class)
                .hasMessageContaining("2 uploads at the same time");
        release.complete(null);
        first.get(20, TimeUnit.SECONDS);
        second.get(20, TimeUnit.SECONDS);
        port.remote().put(ToldTree.random(1, 1)::tell, Optional.of("third"));
        assertThat(node.trees).containsKey("third");
    }

    /// An upload that has begun and waits.
    private CompletableFuture<Void> hold(CompletableFuture<Void> release) {
        CompletableFuture<Void> begun = new CompletableFuture<>();
        var done = CompletableFuture.runAsync(
                () -> port.remote()
                        .put(
                                sink -> {
                                    sink.directory("", Attributes.DIRECTORY);
                                    sink.file("a", Attributes.FILE, 4 << 20, zeros(4 << 20)); // more than pipes hold
                                    begun.complete(null);
                                    release.join();
                                },
                                Optional.of("held")),
                task -> Thread.ofVirtual().start(task));
        begun.join();
        return done;
    }

    @Test
    void aNodeThatIsGoneIsUnavailable() {
        URI address = port.address();
        port.close();
        try (RemoteNode remote = new RemoteNode(NodeAddress.open(address))) {
            assertThatThrownBy(remote::stats)
                    .isInstanceOf(PakitException.Unavailable.class)
                    .hasMessageContaining(address + " cannot be reached");
            assertThatThrownBy(() -> remote.put(ToldTree.random(1, 500)::tell, Optional.empty()))
                    .isInstanceOf(PakitException.Unavailable.class);
        }
    }

    private static InputStream zeros(int count) {
        return new java.io.ByteArrayInputStream(new byte[count]);
    }
}
