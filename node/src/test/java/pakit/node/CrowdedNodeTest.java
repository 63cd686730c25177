package pakit.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.error.PakitException;
import pakit.tar.ToldTree;

/// Everybody at once on one node: trees are put, read, exported, compared, removed, collected, verified, and the index
/// is made anew. What is not removed is what was put, at every moment and in the end; whoever reads what another
/// removes meanwhile gets all of it or is told that it is gone.
///
/// How many trees each of three puts: `-Dpakit.test.crowd=1000`.
class CrowdedNodeTest {
    private static final int TREES = Integer.getInteger("pakit.test.crowd", 12);
    private static final int PUTTING = 3;
    private static final int KEPT = 4;
    private static final int ENTRIES = 30;

    /// Seeds come again, so that blocks are put while they are being collected.
    private static final int SEEDS = 7;

    @TempDir
    private Path directory;

    private final Map<String, ToldTree> live = new ConcurrentHashMap<>();
    private final AtomicBoolean done = new AtomicBoolean();
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong collected = new AtomicLong();

    @Test
    void whatIsNotRemovedIsWhatWasPut() throws Exception {
        try (OpenNode open = new OpenNode(directory.resolve("home"));
                ExecutorService threads = Executors.newCachedThreadPool()) {
            LocalNode node = open.node();
            List<Future<?>> putting = new ArrayList<>();
            for (int number = 0; number < PUTTING; number++) {
                int own = number;
                putting.add(threads.submit(() -> putAndRemove(node, own)));
            }
            List<Future<?>> beside = List.of(
                    untilDone(threads, () -> readOne(node, new Random(read.get()))),
                    untilDone(threads, () -> readOne(node, new Random(-read.get()))),
                    untilDone(threads, () -> exportAndCompare(node)),
                    untilDone(threads, () -> collected.addAndGet(node.gc().removedBlocks())),
                    untilDone(threads, () -> verified(node)));
            try {
                for (Future<?> one : putting) {
                    one.get();
                }
            } finally {
                done.set(true);
            }
            for (Future<?> one : beside) {
                one.get();
            }
            everyLiveTreeIsWhole(node);
            assertThat(read).as("trees that were read meanwhile").hasPositiveValue();
            live.keySet().forEach(node::remove);
            node.gc();
            assertThat(node.stats().blocks()).isZero();
        }
    }

    private Future<?> untilDone(ExecutorService threads, Callable<?> work) {
        return threads.submit(() -> {
            do {
                work.call();
            } while (!done.get());
            return null;
        });
    }

    private Void putAndRemove(LocalNode node, int own) {
        List<String> mine = new ArrayList<>();
        for (int i = 0; i < TREES; i++) {
            String name = "tree-" + own + "-" + i;
            ToldTree tree = ToldTree.random((own + i) % SEEDS, ENTRIES);
            node.put(tree::tell, Optional.of(name));
            live.put(name, tree);
            mine.add(name);
            if (mine.size() > KEPT) {
                String gone = mine.removeFirst();
                live.remove(gone);
                node.remove(gone);
            }
        }
        return null;
    }

    private Void readOne(LocalNode node, Random random) throws IOException {
        List<String> names = new ArrayList<>(live.keySet());
        if (!names.isEmpty()) {
            String name = names.get(random.nextInt(names.size()));
            ToldTree expected = live.get(name);
            ToldTree told = new ToldTree();
            if (expected != null && liveThroughout(name, () -> node.get(name, told))) {
                assertThat(told.lines()).isEqualTo(expected.lines());
                read.incrementAndGet();
            }
        }
        return null;
    }

    private Void exportAndCompare(LocalNode node) throws IOException {
        for (String name : List.copyOf(live.keySet())) {
            liveThroughout(name, () -> node.transfers().exportCar(name, new ByteArrayOutputStream()));
            liveThroughout(
                    name,
                    () -> node.diff(
                            name,
                            name,
                            change -> assertThat(change).as("in itself").isNull()));
        }
        return null;
    }

    private interface Reading {
        void read() throws IOException;
    }

    /// @return whether it was read; what has been removed meanwhile may be gone
    private boolean liveThroughout(String name, Reading reading) throws IOException {
        try {
            reading.read();
            return true;
        } catch (PakitException.NotFound | PakitException.Corrupt e) {
            assertThat(live.containsKey(name)).as("%s is live, yet %s", name, e).isFalse();
            return false;
        }
    }

    private static Void verified(LocalNode node) {
        assertThat(node.verify().problems()).isEmpty();
        assertThat(node.reindex(bytes -> {}).unreadableBlocks()).isZero();
        return null;
    }

    private void everyLiveTreeIsWhole(LocalNode node) throws IOException {
        assertThat(node.roots()).extracting(Results.Root::name).containsExactlyInAnyOrderElementsOf(live.keySet());
        for (Map.Entry<String, ToldTree> entry : live.entrySet()) {
            ToldTree told = new ToldTree();
            node.get(entry.getKey(), told);
            assertThat(told.lines())
                    .as(entry.getKey())
                    .isEqualTo(entry.getValue().lines());
        }
        assertThat(node.verify().problems()).isEmpty();
    }
}
