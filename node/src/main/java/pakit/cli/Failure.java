package pakit.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;

/// How a run of the program failed, in a line that a person can act on.
record Failure(ExitCode code, String message) {
    static Failure of(Throwable failure) {
        @Nullable Throwable inner = failure instanceof UncheckedIOException ? failure.getCause() : null;
        return ofCause(inner == null ? failure : inner);
    }

    private static Failure ofCause(Throwable cause) {
        return switch (cause) {
            case PakitException known -> new Failure(ExitCode.of(known), String.valueOf(known.getMessage()));
            case FileSystemException file -> new Failure(ExitCode.UNAVAILABLE, shown(file));
            case IOException io -> new Failure(ExitCode.UNAVAILABLE, "input or output failed: " + io.getMessage());
            case OutOfMemoryError full ->
                new Failure(
                        ExitCode.UNAVAILABLE,
                        "out of memory (" + full.getMessage() + "); give more with PAKIT_JAVA_OPTS=-Xmx2g");
            default ->
                new Failure(
                        ExitCode.DEFECT,
                        "this is a defect of Pakit: " + cause + " (set " + Main.DEBUG + "=1 for where it happened)");
        };
    }

    private static String shown(FileSystemException failure) {
        String what = switch (failure) {
            case AccessDeniedException denied -> "permission denied";
            case NoSuchFileException missing -> "does not exist";
            case FileAlreadyExistsException existing -> "exists already";
            case NotDirectoryException other -> "is not a directory";
            default -> failure.getReason() == null ? failure.getClass().getSimpleName() : failure.getReason();
        };
        return failure.getFile() + ": " + what;
    }
}
