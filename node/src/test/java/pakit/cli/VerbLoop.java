package pakit.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

/// A process that runs verbs on one home, again and again, until it is killed. Before and after each it prints a line:
/// `begin VERB NAME` and `end VERB NAME`.
///
/// The tree of a name follows from the name, so that the parent knows what must come back.
final class VerbLoop {
    private static final int FILES = 12;
    private static final int KEPT = 3;

    /// What goes in, leaves or is made anew.
    enum What {
        PUT,
        IMPORT,
        RM,
        GC,
        REINDEX,
        BACKUP
    }

    private final Path directory;
    private final Cli cli;
    private final Deque<String> kept = new ArrayDeque<>();
    private int number;

    private VerbLoop(Path directory, int number) {
        this.directory = directory;
        this.cli = new Cli(directory);
        this.number = number;
    }

    public static void main(String[] arguments) {
        VerbLoop loop = new VerbLoop(Path.of(arguments[0]), Integer.parseInt(arguments[2]));
        What what = What.valueOf(arguments[1]);
        while (true) {
            loop.turn(what);
        }
    }

    private void turn(What what) {
        switch (what) {
            case PUT -> keep(put());
            case IMPORT -> keep(take());
            case RM -> remove(put());
            case GC -> {
                remove(put());
                keep(put());
                told(What.GC, "all", "gc");
            }
            case REINDEX -> {
                keep(put());
                told(What.REINDEX, "all", "verify", "--reindex");
            }
            case BACKUP -> {
                keep(put());
                String copy = "copy-" + number++;
                told(What.BACKUP, copy, "backup", copy);
            }
        }
    }

    private String put() {
        String name = "put-" + number++;
        told(What.PUT, name, "put", grow(name), "--name", name);
        return name;
    }

    private String take() {
        String name = "import-" + number++;
        String side = directory.resolve("side-" + name).toString();
        require("put", grow(name), "--name", name, "--home", side);
        require("export", name, name + ".car", "--home", side);
        told(What.IMPORT, name, "import", name + ".car");
        return name;
    }

    private void keep(String name) {
        kept.add(name);
        if (kept.size() > KEPT) {
            remove(kept.remove());
        }
    }

    private void remove(String name) {
        told(What.RM, name, "rm", name);
    }

    private void told(What what, String name, String... verb) {
        System.out.println("begin " + what + " " + name);
        require(verb);
        System.out.println("end " + what + " " + name);
    }

    private void require(String... verb) {
        Cli.Answer answer = cli.run(verb);
        if (answer.status() != 0) {
            System.out.println("failed " + String.join(" ", verb) + ": " + answer.err());
            System.exit(1);
        }
    }

    private String grow(String name) {
        try {
            Path top = Files.createDirectory(directory.resolve("tree-" + name));
            for (int file = 0; file < FILES; file++) {
                Files.write(top.resolve("file-" + file), content(name, file));
            }
            return top.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Of most files, a part is that of all other trees, so that there is something to know and to build on.
    static byte[] content(String name, int file) {
        byte[] content = new byte[3000 * file * file];
        new Random(file).nextBytes(content);
        Random own = new Random(name.hashCode() * 31L + file);
        for (int edit = 0; content.length > 0 && edit <= content.length / 20_000; edit++) {
            content[own.nextInt(content.length)] ^= (byte) (1 + own.nextInt(255));
        }
        return content;
    }

    /// Whether `top` holds what was put under `name`.
    static boolean isTree(String name, Path top) throws IOException {
        for (int file = 0; file < FILES; file++) {
            if (!java.util.Arrays.equals(Files.readAllBytes(top.resolve("file-" + file)), content(name, file))) {
                return false;
            }
        }
        return true;
    }
}
