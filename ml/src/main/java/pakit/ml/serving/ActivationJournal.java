package pakit.ml.serving;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.error.PakitException;
import pakit.store.DurableFiles;

/// The file `activations.log` of one model: append-only, one line per activation, each fsynced before it counts.
/// Not thread-safe; its owner guards it.
///
/// A line that was torn by a crash or damaged later is recognised by its checksum. The file is then copied aside by
/// name, the good lines go on, and a warning says so: a journal never keeps a model from starting.
final class ActivationJournal {
    static final String FILE_NAME = "activations.log";

    private static final Logger LOG = LoggerFactory.getLogger(ActivationJournal.class);

    private final Path directory;
    private final Path file;
    private final List<Activation> lines;
    private History history;
    private long goodBytes;

    private ActivationJournal(Path directory, List<Activation> lines, long goodBytes) {
        this.directory = directory;
        this.file = directory.resolve(FILE_NAME);
        this.lines = lines;
        this.history = new History(lines);
        this.goodBytes = goodBytes;
    }

    /// Reads the journal in `directory`, which may have none yet.
    ///
    /// @throws PakitException.Corrupt if it was written by a newer Pakit
    static ActivationJournal open(Path directory, Instant now) {
        Path file = directory.resolve(FILE_NAME);
        try {
            String text = Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
            return recover(directory, text, now);
        } catch (IOException e) {
            throw new PakitException.Unavailable("journal " + file + " cannot be read: " + e, e);
        } catch (PakitException.Corrupt e) {
            throw new PakitException.Corrupt("journal " + file + ": " + e.getMessage() + "; use that newer Pakit", e);
        }
    }

    /// Every activation.
    History history() {
        return history;
    }

    /// Appends a line; it is durable when this returns.
    void append(Activation activation) {
        byte[] line = (ActivationLine.write(activation) + "\n").getBytes(StandardCharsets.UTF_8);
        boolean isNew = !Files.exists(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.truncate(goodBytes); // drops what an append that failed may have left
            channel.position(goodBytes);
            ByteBuffer bytes = ByteBuffer.wrap(line);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
            if (isNew) {
                DurableFiles.syncDirectory(directory);
            }
        } catch (IOException e) {
            throw new PakitException.Unavailable("journal " + file + " cannot be written: " + e, e);
        }
        goodBytes += line.length;
        lines.add(activation);
        history = new History(lines);
    }

    private static ActivationJournal recover(Path directory, String text, Instant now) throws IOException {
        List<Activation> good = new ArrayList<>();
        StringBuilder goodText = new StringBuilder();
        int from = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
            String line = text.substring(from, end);
            Optional<Activation> activation = ActivationLine.read(utf8(line));
            activation.ifPresent(step -> {
                good.add(step);
                goodText.append(line).append('\n');
            });
            from = end + 1;
        }
        if (goodText.length() < text.length()) {
            setAside(directory, goodText.toString(), now, good.size());
        }
        return new ActivationJournal(directory, good, goodText.length());
    }

    private static void setAside(Path directory, String goodText, Instant now, int goodLines) throws IOException {
        Path file = directory.resolve(FILE_NAME);
        Path aside = file.resolveSibling(FILE_NAME + ".damaged-" + SetAside.stamp(now));
        Files.copy(file, aside, StandardCopyOption.REPLACE_EXISTING);
        DurableFiles.write(file, goodText.getBytes(StandardCharsets.ISO_8859_1));
        LOG.warn(
                "journal {} holds a torn or damaged line: {} good lines are kept, the file as it was is {}",
                file,
                goodLines,
                aside.getFileName());
    }

    /// Offsets are counted in bytes, hence the file is read as Latin-1 and each line decoded by itself.
    private static String utf8(String latin1) {
        return new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
