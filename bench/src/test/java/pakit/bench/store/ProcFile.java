package pakit.bench.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the Linux kernel tells of processes.
final class ProcFile {
    private static final double TICKS_A_SECOND = 100; // USER_HZ, fixed on Linux
    private static final int OWN_FIELD = 11; // utime, then stime
    private static final int CHILDREN_FIELD = 13; // cutime, then cstime, counted behind the command's name

    private ProcFile() {}

    /// CPU time of all processes that this one has waited for, and of those that they have waited for.
    static double cpuSecondsOfChildren() throws IOException {
        String[] fields = fields(Path.of("/proc/self/stat"));
        return (Long.parseLong(fields[CHILDREN_FIELD]) + Long.parseLong(fields[CHILDREN_FIELD + 1])) / TICKS_A_SECOND;
    }

    /// CPU time of a process that runs.
    static double cpuSecondsOf(long pid) throws IOException {
        String[] fields = fields(Path.of("/proc", String.valueOf(pid), "stat"));
        return (Long.parseLong(fields[OWN_FIELD]) + Long.parseLong(fields[OWN_FIELD + 1])) / TICKS_A_SECOND;
    }

    private static String[] fields(Path file) throws IOException {
        String line = Files.readString(file);
        return line.substring(line.lastIndexOf(')') + 2).split(" ");
    }

    /// The most that was resident at once since a process started its program; 0 if it has ended.
    static long peakBytes(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status"))) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) << 10;
                }
            }
        } catch (IOException e) {
            return 0;
        }
        return 0;
    }
}
