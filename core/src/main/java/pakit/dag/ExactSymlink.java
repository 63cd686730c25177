package pakit.dag;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Makes a symlink whose target has exactly the given bytes. [Path] takes doubled and trailing slashes away, so
/// `Files.createSymbolicLink` cannot; such targets (`dir/` is common) go to the C library's `symlink` instead, where
/// the locale lets both languages agree on what a path's bytes are.
final class ExactSymlink {
    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private ExactSymlink() {}

    static void create(Path link, String target) throws IOException {
        Path normal = PathText.toPath(target);
        if (normal.toString().equals(target) || !PathText.LOCALE_IS_UTF8) {
            Files.createSymbolicLink(link, normal);
        } else {
            callSymlink(link.toString(), target);
        }
    }

    private static void callSymlink(String link, String target) throws IOException {
        Linker linker = Linker.nativeLinker();
        MethodHandle symlink = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("symlink"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS),
                Linker.Option.captureCallState("errno"));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            int result = (int) symlink.invokeExact(state, arena.allocateFrom(target), arena.allocateFrom(link));
            if (result != 0) {
                throw new FileSystemException(link, target, "symlink failed, errno " + (int) ERRNO.get(state, 0L));
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a call of symlink threw", e);
        }
    }
}
