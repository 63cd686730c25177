package pakit.scheduling;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Asks Linux for the shortest time slices for a thread that others wait for.
///
/// Its scheduler (EEVDF, see `Documentation/scheduler/sched-eevdf.rst`) lets a running thread use up its slice, 2 to
/// 3 ms unless told otherwise, before one that wakes meanwhile gets the processor; one whose slice is shorter gets it
/// at once, and no more of it in total. So an answer need not wait for a swap, a compiler thread or a training that
/// runs in the same place. Needs no privilege. Systems before Linux 6.12 take no notice, others are not asked.
public final class ShortSlices {
    /// The shortest that Linux grants.
    static final Duration SLICE = Duration.ofNanos(100_000);

    /// `struct sched_attr` as of its first version, see sched_setattr(2).
    private static final MemoryLayout ATTRIBUTES = MemoryLayout.structLayout(
            JAVA_INT.withName("size"),
            JAVA_INT.withName("policy"),
            JAVA_LONG.withName("flags"),
            JAVA_INT.withName("nice"),
            JAVA_INT.withName("priority"),
            JAVA_LONG.withName("runtime"),
            JAVA_LONG.withName("deadline"),
            JAVA_LONG.withName("period"));

    private static final long POLICY = ATTRIBUTES.byteOffset(PathElement.groupElement("policy"));
    private static final long RUNTIME = ATTRIBUTES.byteOffset(PathElement.groupElement("runtime"));
    private static final int SIZE = (int) ATTRIBUTES.byteSize();
    private static final int NORMAL = 0; // SCHED_OTHER: the policy that has slices
    private static final int THIS_THREAD = 0;

    /// Numbers of the system calls; the C library has no functions for them everywhere.
    private record Numbers(long set, long get) {}

    private static final Map<String, Numbers> NUMBERS =
            Map.of("amd64", new Numbers(314, 315), "aarch64", new Numbers(274, 275));

    private ShortSlices() {}

    /// Links the system's functions, which takes a tenth of a second: before threads that must not wait ask.
    public static void prepare() {
        slice();
    }

    /// Asks for the calling thread, which must be none that is virtual.
    ///
    /// @return whether the system took the wish; that it heeds it is not known
    public static boolean ask() {
        Numbers numbers = numbers();
        if (numbers == null || Thread.currentThread().isVirtual()) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(ATTRIBUTES);
            if (!Calls.made(numbers.get(), attributes, SIZE) || attributes.get(JAVA_INT, POLICY) != NORMAL) {
                return false;
            }
            attributes.set(JAVA_LONG, RUNTIME, SLICE.toNanos());
            return Calls.made(numbers.set(), attributes, 0);
        }
    }

    /// What the calling thread has; zero where that is not known.
    static Duration slice() {
        Numbers numbers = numbers();
        if (numbers == null) {
            return Duration.ZERO;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(ATTRIBUTES);
            boolean known = Calls.made(numbers.get(), attributes, SIZE);
            return Duration.ofNanos(known ? attributes.get(JAVA_LONG, RUNTIME) : 0);
        }
    }

    /// Null where there is nobody to ask.
    private static @Nullable Numbers numbers() {
        return System.getProperty("os.name").equals("Linux")
                ? NUMBERS.get(System.getProperty("os.arch").toLowerCase(Locale.ROOT))
                : null;
    }

    /// Linked when first needed, and only where it can be.
    private static final class Calls {
        /// `sched_setattr(pid, attributes, flags)` and `sched_getattr(pid, attributes, size, flags)`.
        private static final MethodHandle SYSCALL = link();

        private Calls() {}

        @SuppressWarnings("restricted")
        private static MethodHandle link() {
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("syscall"),
                    FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
                    Linker.Option.firstVariadicArg(1));
        }

        static boolean made(long number, MemorySegment attributes, int sizeOrFlags) {
            attributes.set(JAVA_INT, 0, SIZE);
            try {
                return (long) SYSCALL.invokeExact(number, THIS_THREAD, attributes, sizeOrFlags, 0) == 0;
            } catch (Throwable e) { // a downcall throws nothing of its own
                throw new IllegalStateException("system call " + number + " could not be made", e);
            }
        }
    }
}
