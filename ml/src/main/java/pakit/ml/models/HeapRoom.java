package pakit.ml.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import pakit.error.PakitException;

/// How much the heap can take at most. What cannot fit is refused before it is read, so that one version that is too
/// large costs itself and not the process.
///
/// @param bytesMax the heap's limit, not what is free of it now: a message that depends on garbage helps nobody
public record HeapRoom(long bytesMax) {
    /// Of a payload there are at once, while it is loaded: the file, its parsed form, the matrices read from it, and
    /// the layers made of these.
    static final int COPIES = 4;

    public static HeapRoom ofThisProcess() {
        return new HeapRoom(Runtime.getRuntime().maxMemory());
    }

    /// The file's bytes.
    ///
    /// @throws PakitException.Unavailable if a model of this size cannot be loaded here, or memory runs out on the way
    byte[] read(Path file) throws IOException {
        long size = Files.size(file);
        if (size > bytesMax / COPIES) {
            throw tooLittle("model file " + file + " of " + size + " bytes", size);
        }
        try {
            return Files.readAllBytes(file);
        } catch (OutOfMemoryError e) {
            throw tooLittle("model file " + file + " of " + size + " bytes", size);
        }
    }

    /// What to tell where a model ran out of memory.
    ///
    /// @param payloadBytes of the model
    public PakitException.Unavailable tooLittle(String what, long payloadBytes) {
        long megabytes = Math.ceilDiv(Math.multiplyExact(payloadBytes, COPIES), 1L << 20);
        return new PakitException.Unavailable(what + " does not fit in memory: it takes " + COPIES
                + " times its bytes to load, the heap has " + bytesMax + " bytes at most; give it " + megabytes
                + " MiB more than now, with PAKIT_JAVA_OPTS=-Xmx" + Math.addExact(megabytes, bytesMax >> 20) + "m");
    }
}
