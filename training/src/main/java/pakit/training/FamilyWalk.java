package pakit.training;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import pakit.block.ChunkSizes;
import pakit.error.PakitException;
import pakit.ml.models.ModelArtifact;

/// Finds the regular files below some directories and sorts them into families. No symbolic link below them is
/// followed; what cannot be read is reported by name and left out.
///
/// A family is a kind of file ([FileKind]) in one top directory, which is the first name below the data path. The
/// top directory keeps near copies together (two versions of a library lie side by side far more often than worlds
/// apart), the kind separates what has nothing in common. The data path itself does not count, so that the same tree
/// checked out twice is one set of families.
///
/// Memory is bounded: of each family only some files are kept, those with the smallest hash of seed and name, so that
/// the choice does not depend on the order in which a file system lists them.
final class FamilyWalk extends SimpleFileVisitor<Path> {
    private static final int FAMILIES_SEEN_MAX = 50_000;
    private static final int UNREADABLE_NAMED_MAX = 100;
    private static final int DIRECTORY_DIGITS = 8;

    private final long seed;
    private final SampleLimits limits;
    private final LongConsumer progress;
    private final Map<String, Kept> families = new TreeMap<>();
    private final List<String> unreadable = new ArrayList<>();
    private Path root = Path.of("");
    private long files;

    /// @param rank of the file among those of its family; the smallest are kept
    private record Candidate(long rank, Path file) {}

    /// What is kept of a family.
    private static final class Kept {
        final PriorityQueue<Candidate> files =
                new PriorityQueue<>(Comparator.comparingLong(Candidate::rank).reversed());
        long sizeBytes;
    }

    /// @param files how many regular files were seen
    /// @param unreadable the first of what could not be read, and why
    record Found(List<FileFamily> families, long files, List<String> unreadable) {}

    FamilyWalk(long seed, SampleLimits limits, LongConsumer progress) {
        this.seed = seed;
        this.limits = limits;
        this.progress = progress;
    }

    /// @param progress told how many files were seen
    /// @throws PakitException.NotFound if a path does not exist
    static Found walk(List<Path> paths, long seed, SampleLimits limits, LongConsumer progress) {
        FamilyWalk walk = new FamilyWalk(seed, limits, progress);
        for (Path path : paths) {
            walk.visit(path);
        }
        return walk.found();
    }

    Found found() {
        return new Found(chosen(), files, List.copyOf(unreadable));
    }

    private void visit(Path path) {
        try {
            root = path.toRealPath();
            Files.walkFileTree(root, this);
        } catch (IOException e) {
            throw new PakitException.NotFound("data path " + path + " cannot be read: " + e);
        }
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (attributes.isRegularFile() && attributes.size() > 0) {
            progress.accept(++files);
            try {
                keep(file, attributes.size());
            } catch (IOException e) {
                report(file, e);
            }
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
        report(file, e);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
        if (e != null) {
            report(directory, e);
        }
        return FileVisitResult.CONTINUE;
    }

    private void report(Path file, IOException e) {
        if (unreadable.size() < UNREADABLE_NAMED_MAX) {
            unreadable.add(file + ": " + e);
        }
    }

    private void keep(Path file, long sizeBytes) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException("permission denied");
        }
        Path relative = root.relativize(file);
        String top = relative.getNameCount() > 1 ? relative.getName(0).toString() : ".";
        String label = FileKind.of(file) + "@" + hexDigits(top, DIRECTORY_DIGITS);
        Kept kept = families.get(label);
        if (kept == null) {
            if (families.size() >= FAMILIES_SEEN_MAX) {
                return;
            }
            kept = new Kept();
            families.put(label, kept);
        }
        kept.sizeBytes += sizeBytes;
        kept.files.add(new Candidate(rank(relative.toString()), file));
        if (kept.files.size() > limits.filesPerFamily()) {
            kept.files.remove();
        }
    }

    /// Families that fill their share of blocks come first, then the others; within each group the seed decides.
    private List<FileFamily> chosen() {
        List<String> labels = new ArrayList<>(families.keySet());
        labels.sort(
                Comparator.comparing(this::isSmall).thenComparing(this::rank).thenComparing(label -> label));
        Map<String, Integer> ofKind = new HashMap<>();
        List<FileFamily> chosen = new ArrayList<>();
        for (String label : labels) {
            String kind = FileFamily.kindOf(label);
            boolean room = chosen.size() < limits.familiesMax()
                    && ofKind.merge(kind, 1, Integer::sum) <= limits.familiesPerKind();
            if (room) {
                chosen.add(new FileFamily(kind, label, inOrder(kept(label).files)));
            }
        }
        return chosen;
    }

    private boolean isSmall(String label) {
        return kept(label).sizeBytes < (long) limits.blocksPerFamily() * ChunkSizes.DEFAULT.averageBytes();
    }

    private Kept kept(String label) {
        return Objects.requireNonNull(families.get(label));
    }

    private static List<Path> inOrder(Iterable<Candidate> kept) {
        List<Candidate> sorted = new ArrayList<>();
        kept.forEach(sorted::add);
        sorted.sort(Comparator.comparingLong(Candidate::rank).thenComparing(Candidate::file));
        return sorted.stream().map(Candidate::file).toList();
    }

    private long rank(String name) {
        return Long.parseUnsignedLong(hexDigits(seed + ":" + name, 2 * Long.BYTES), 16);
    }

    private static String hexDigits(String text, int digits) {
        return ModelArtifact.sha256(text.getBytes(StandardCharsets.UTF_8)).substring(0, digits);
    }
}
