package pakit.store;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import pakit.block.Block;
import pakit.error.PakitException;

/// What a child does that runs out of something: works until it is refused, tries every other operation, and works
/// again when its parent has given it room. Prints what was acknowledged and what was refused.
final class Refused {
    private static final long ROOM_WAIT_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final Home home;
    private int next;

    private Refused(Home home) {
        this.home = home;
    }

    enum What {
        /// The parent limits the size of files, and lifts the limit in the end.
        ROOM,
        /// The child opens as many files as it may, and closes them in the end.
        DESCRIPTORS
    }

    static void run(Path directory, What what) throws InterruptedException {
        try (Home home = Homes.open(directory)) {
            Root root = Forest.plant(home, "early", 1_000_000, 50);
            Refused refused = new Refused(home);
            refused.tryAll(root);
            refused.putOne();
            System.out.println("opened");
            switch (what) {
                case ROOM -> {
                    awaitLine();
                    refused.putUntilRefused();
                    refused.tryAll(root);
                    awaitLine();
                }
                case DESCRIPTORS -> {
                    loadAll();
                    List<Closeable> taken = takeAll();
                    System.out.println("limited");
                    attempt("reclaim", () -> home.blocks().reclaim());
                    refused.tryAll(root);
                    closeAll(taken);
                }
            }
            refused.putUntilAccepted();
            refused.tryAll(root);
        }
    }

    private void putUntilRefused() {
        System.out.println("limited");
        for (int bytes = 0; bytes < 256 << 20; bytes += 30_000) {
            try {
                putOne();
            } catch (PakitException.Unavailable e) {
                System.out.println("refused put: " + e.getMessage());
                return;
            }
        }
        System.out.println("never refused");
    }

    private void putOne() {
        Homes.put(home, Child.numbered(30_000 + next));
        System.out.println("put " + (30_000 + next));
        next++;
    }

    private void tryAll(Root root) {
        attempt("root", () -> home.roots().put(new Root(root.id(), root.name(), Homes.NOW, 1)));
        attempt("sync", () -> home.blocks().sync());
        attempt("collect", () -> new GarbageCollector(withoutGarbage(), Forest::links).collect(Duration.ofSeconds(10)));
        attempt("reindex", () -> new Reindexer(home, 1).reindex(bytes -> {}));
        attempt("repair", () -> new Repairer(home, Forest::links, 1).repair(10, Duration.ofSeconds(10), bytes -> {}));
        attempt("read", () -> Homes.backend(home).read(root.id()));
    }

    /// Keeps what was put reachable, as the parent wants it all back.
    private Home withoutGarbage() {
        List<Block> leaves = new ArrayList<>();
        for (int i = 0; i < next; i++) {
            leaves.add(Child.numbered(30_000 + i));
        }
        Forest.plant(home, "all", leaves);
        return home;
    }

    private interface Operation {
        void run() throws InterruptedException;
    }

    private static void attempt(String name, Operation operation) {
        try {
            operation.run();
            System.out.println("done " + name);
        } catch (PakitException.Unavailable e) {
            System.out.println("refused " + name + ": " + e.getMessage());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void putUntilAccepted() throws InterruptedException {
        long until = System.nanoTime() + ROOM_WAIT_NANOS;
        while (System.nanoTime() < until) {
            try {
                putOne();
                System.out.println("accepted");
                return;
            } catch (PakitException.Unavailable e) {
                TimeUnit.MILLISECONDS.sleep(200); // the store tries again once a second
            }
        }
    }

    private static void awaitLine() {
        System.out.println("waiting");
        try {
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII)).readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A jar is open all the time, a directory of classes is not: all of them are loaded while that can be done.
    private static void loadAll() {
        Path classes = Path.of(
                Home.class.getProtectionDomain().getCodeSource().getLocation().getPath());
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".class")).toList()) {
                String name = classes.relativize(file).toString().replace('/', '.');
                if (name.startsWith("pakit.")) {
                    Class.forName(name.substring(0, name.length() - ".class".length()));
                }
            }
        } catch (IOException | ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Closeable> takeAll() {
        List<Closeable> taken = new ArrayList<>();
        try {
            while (true) {
                taken.add(new FileInputStream("/dev/null"));
            }
        } catch (IOException none) {
            return taken;
        }
    }

    private static void closeAll(List<Closeable> taken) {
        try {
            for (Closeable file : taken) {
                file.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
