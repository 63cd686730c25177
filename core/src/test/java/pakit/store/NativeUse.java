package pakit.store;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// What this process holds: open files, bytes that native code has allocated and not freed, and what is left of the
/// heap when all garbage is gone.
///
/// @param mallocBytes in use, from all arenas and in mappings of their own; 0 where the C library does not tell
record NativeUse(long openFiles, long mallocBytes, long heapBytes) {
    /// glibc's `struct mallinfo2`: ten numbers.
    private static final StructLayout MALLINFO = MemoryLayout.structLayout(
            Stream.generate(() -> ValueLayout.JAVA_LONG).limit(10).toArray(MemoryLayout[]::new));

    private static final int MAPPED_FIELD = 4;
    private static final int USED_FIELD = 7;

    static NativeUse now() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return new NativeUse(open.count(), mallocInUse(), heapInUse());
        }
    }

    @SuppressWarnings("CallingSystemGc") // it is what is left behind it that counts
    private static long heapInUse() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long mallocInUse() {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> function = linker.defaultLookup().find("mallinfo2");
        if (function.isEmpty()) {
            return 0;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = (MemorySegment) linker.downcallHandle(function.get(), FunctionDescriptor.of(MALLINFO))
                    .invokeExact((SegmentAllocator) arena);
            return info.getAtIndex(ValueLayout.JAVA_LONG, MAPPED_FIELD)
                    + info.getAtIndex(ValueLayout.JAVA_LONG, USED_FIELD);
        } catch (Throwable e) {
            throw new AssertionError("mallinfo2 cannot be called", e);
        }
    }
}
