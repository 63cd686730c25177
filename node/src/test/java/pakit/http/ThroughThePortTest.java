package pakit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pakit.block.BlockId;
import pakit.dag.Attributes;
import pakit.error.PakitException;
import pakit.ml.models.GateReport;
import pakit.node.OpenNode;
import pakit.node.PutOrder;
import pakit.node.Results;
import pakit.node.SteadyModels;
import pakit.node.SwapOrder;
import pakit.tar.ToldTree;

/// A real home behind a real port.
@Timeout(300)
class ThroughThePortTest {
    @TempDir
    private Path directory;

    private OpenNode open;
    private Port port;

    @BeforeEach
    void open() {
        open = new OpenNode(directory.resolve("home"));
        port = Port.open(open.node(), open.models(), Port.settings());
    }

    @AfterEach
    void close() {
        port.close();
        open.close();
    }

    @Test
    void treesGetTheSameRootEitherWay() throws IOException {
        ToldTree tree = ToldTree.random(31, 400);
        Results.Put through = port.remote().put(tree::tell, Optional.of("through"));
        Results.Put direct = open.node().put(tree::tell, Optional.of("direct"));

        assertThat(through.roots().getFirst().id())
                .isEqualTo(direct.roots().getFirst().id());
        assertThat(direct.blocks().newBlocks()).isZero();
        ToldTree back = new ToldTree();
        port.remote().get("through", back);
        assertThat(back.lines()).isEqualTo(tree.lines());
        assertThat(port.remote().list("direct")).isEqualTo(open.node().list("direct"));
        assertThat(port.remote().verify().problems()).isEmpty();
    }

    /// A client that asks for HTTP/2 turns its first request on a connection into an upgrade, which carries a body too.
    @Test
    void bodiesPassOverHttp2WithAndWithoutAnUpgrade() throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            for (int bytes : new int[] {0, 1, 1000, 3 << 20, 1, 3 << 20}) {
                byte[] noise = new Noise(bytes).readAllBytes();
                String file = "/v1/files?format=raw&name=n" + bytes;
                var put = client.send(
                        port.request(file)
                                .POST(BodyPublishers.ofByteArray(noise))
                                .build(),
                        BodyHandlers.ofString());
                assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
                assertThat(put.version()).isEqualTo(HttpClient.Version.HTTP_2);
                var back = client.send(
                        port.request("/v1/files/n" + bytes + "?format=raw").build(), BodyHandlers.ofByteArray());
                assertThat(back.body()).isEqualTo(noise);
            }
        }
    }

    @Test
    void carsAndStreamsPassThroughThePort() throws IOException {
        ToldTree tree = ToldTree.random(32, 300);
        open.node().put(tree::tell, Optional.of("t"));
        var direct = new java.io.ByteArrayOutputStream();
        var through = new java.io.ByteArrayOutputStream();
        open.node().transfers().exportCar("t", direct);
        port.remote().transfers().exportCar("t", through);
        assertThat(through.toByteArray()).isEqualTo(direct.toByteArray());

        PutOrder order = new PutOrder(Optional.of("a b"), Optional.of("somebody"));
        var in = new java.io.ByteArrayInputStream(direct.toByteArray());
        Results.Put put = port.remote().transfers().importCar(in, order);
        assertThat(put.blocks().newBlocks()).isZero();
        assertThat(put.roots().getFirst().path()).isEqualTo("a b");
        byte[] noise = new Noise(5L << 20).readAllBytes();
        Results.Put stream = port.remote()
                .transfers()
                .putStream(new java.io.ByteArrayInputStream(noise), PutOrder.named(Optional.of("s")));
        assertThat(stream.roots().getFirst().bytes()).isEqualTo(noise.length);
        assertThat(open.node()
                        .transfers()
                        .putStream(new java.io.ByteArrayInputStream(noise), order)
                        .roots()
                        .getFirst()
                        .id())
                .isEqualTo(stream.roots().getFirst().id());
    }

    @Test
    void aBrokenCarIsInvalidThroughThePortToo() throws IOException {
        open.node().put(ToldTree.random(33, 50)::tell, Optional.of("t"));
        var car = new java.io.ByteArrayOutputStream();
        open.node().transfers().exportCar("t", car);
        byte[] cut = java.util.Arrays.copyOf(car.toByteArray(), car.size() - 1);
        assertThatThrownBy(() -> port.remote()
                        .transfers()
                        .importCar(new java.io.ByteArrayInputStream(cut), PutOrder.named(Optional.empty())))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining("at byte ");
        assertThatThrownBy(() -> port.remote().transfers().exportCar("nowhere", OutputStream.nullOutputStream()))
                .isInstanceOf(PakitException.NotFound.class);
    }

    @Test
    void oneFileAsATreeKeepsItsTop() throws IOException {
        ToldTree tree = new ToldTree();
        tree.file("", new Attributes(0640, Optional.empty()), 3, new java.io.ByteArrayInputStream(new byte[3]));
        String id = port.remote()
                .put(tree::tell, Optional.empty())
                .roots()
                .getFirst()
                .id();

        ToldTree back = new ToldTree();
        port.remote().get(id, back);
        assertThat(back.lines()).isEqualTo(tree.lines());
    }

    /// 256 MiB up and down; what is live in between shows in the heap after a collection, sampled at every 16th.
    @Test
    void largeFilesPassInBoundedMemory() throws Exception {
        long size = 256L << 20;
        MessageDigest sent = MessageDigest.getInstance("SHA-256");
        HeapWatch heap = new HeapWatch(size / 16);
        port.remote()
                .put(
                        sink -> sink.file(
                                "", Attributes.FILE, size, new DigestInputStream(heap.watch(new Noise(size)), sent)),
                        Optional.of("large"));
        MessageDigest received = MessageDigest.getInstance("SHA-256");
        port.remote().cat("large", heap.watch(new DigestOutputStream(OutputStream.nullOutputStream(), received)));

        assertThat(HexFormat.of().formatHex(received.digest()))
                .isEqualTo(HexFormat.of().formatHex(sent.digest()));
        assertThat(heap.growthBytesMax()).isLessThan(96L << 20);
    }

    @Test
    void damageInTheMiddleOfAnAnswerIsCorruptNotUnavailable() throws IOException {
        long size = 8L << 20;
        port.remote().put(sink -> sink.file("", Attributes.FILE, size, new Noise(size)), Optional.of("t"));
        BlockId root = BlockId.parse(port.remote().roots().getFirst().id());
        String last = port.remote().stat(root.toString()).links().getLast();
        open.home().blocks().delete(BlockId.parse(last));

        assertThatThrownBy(() -> port.remote().cat("t", OutputStream.nullOutputStream()))
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining(last);
        assertThatThrownBy(() -> port.remote().get("t", new ToldTree()))
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining(last);
    }

    @Test
    void modelVersionsTravelAsFiles() throws Exception {
        Path artifact = directory.resolve("artifact");
        SteadyModels.artifact("3.0.0").write(artifact);

        Results.Model model = port.remote().models().register("steady", "3.0.0", artifact, Map.of("why", "a=b & c"));
        assertThat(model.versions().getFirst().metadata()).containsEntry("why", "a=b & c");
        assertThat(port.remote()
                        .models()
                        .swap("steady", new SwapOrder("3.0.0", "try"))
                        .live())
                .extracting("version")
                .isEqualTo("3.0.0");
        assertThat(port.remote().models().rollback("steady", "").live())
                .extracting("version")
                .isEqualTo("1.0.0");
        assertThat(port.remote().models().history("steady").history())
                .last()
                .extracting("actor")
                .isEqualTo("http");
        assertThatThrownBy(() -> port.remote().models().register("steady", "not a version", artifact, Map.of()))
                .isInstanceOf(PakitException.Invalid.class);
        assertThatThrownBy(() -> port.remote().models().register("steady", "4.0.0", directory, Map.of()))
                .isInstanceOf(PakitException.NotFound.class)
                .hasMessageContaining("no model.json");
    }

    @Test
    void aVersionIsValidatedAndForcedThroughThePort() throws Exception {
        GateReport report = port.remote().models().validate("steady", "2.0.0");

        assertThat(report).isEqualTo(open.node().models().validate("steady", "2.0.0"));
        assertThat(report.against()).isEqualTo("1.0.0");
        assertThat(port.remote().models().show("steady").versions())
                .extracting(Results.Version::validation)
                .containsOnly("validated");
        assertThat(port.post("/v1/models/steady/swap", "application/json", "{\"version\":\"2.0.0\",\"force\":true}"))
                .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(400))
                .satisfies(answer -> assertThat(answer.body()).contains("needs a reason"));
        port.remote().models().swap("steady", new SwapOrder("2.0.0", "a trial", SwapOrder.Gatekeeping.FORCED));
        assertThat(port.remote().models().history("steady").history())
                .last()
                .extracting(Results.HistoryEntry::kind, Results.HistoryEntry::reason)
                .containsExactly("force", "a trial");
    }

    @Test
    void aModelVersionOfTooManyFilesIsRefused() throws IOException {
        Path artifact = directory.resolve("artifact");
        SteadyModels.artifact("3.0.0").write(artifact);
        for (int i = 0; i < ArtifactIntake.FILES_MAX; i++) {
            Files.writeString(artifact.resolve("more-" + i), "x");
        }

        assertThatThrownBy(() -> port.remote().models().register("steady", "3.0.0", artifact, Map.of()))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining("at most 16 plain files");
    }

    /// `size` bytes that do not compress, from a seed.
    private static final class Noise extends InputStream {
        private final Random random = new Random(9);
        private long left;

        Noise(long size) {
            left = size;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            int count = (int) Math.min(length, left);
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            System.arraycopy(bytes, 0, buffer, offset, count);
            left -= count;
            return count;
        }
    }

    /// Live heap above what it was at first, sampled every so many bytes that pass.
    private static final class HeapWatch {
        private final long everyBytes;
        private final long before = live();
        private long passed;
        private long growthBytesMax;

        HeapWatch(long everyBytes) {
            this.everyBytes = everyBytes;
        }

        private static long live() {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            return runtime.totalMemory() - runtime.freeMemory();
        }

        private void passed(int bytes) {
            if (passed / everyBytes != (passed + bytes) / everyBytes) {
                growthBytesMax = Math.max(growthBytesMax, live() - before);
            }
            passed += bytes;
        }

        long growthBytesMax() {
            return growthBytesMax;
        }

        InputStream watch(InputStream in) {
            return new java.io.FilterInputStream(in) {
                @Override
                public int read(byte[] buffer, int offset, int length) throws IOException {
                    int count = super.read(buffer, offset, length);
                    passed(Math.max(0, count));
                    return count;
                }
            };
        }

        OutputStream watch(OutputStream out) {
            return new java.io.FilterOutputStream(out) {
                @Override
                public void write(byte[] buffer, int offset, int length) throws IOException {
                    out.write(buffer, offset, length);
                    passed(length);
                }
            };
        }
    }
}
