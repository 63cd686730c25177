package pakit.preflight;

import java.util.function.LongSupplier;

/// The process may open enough files: the store keeps up to 512 open, and each connection is one.
public final class FileDescriptors implements Check {
    private static final long LEAST = 4096;

    private final LongSupplier allowed;

    /// @param allowed how many the process may open
    public FileDescriptors(LongSupplier allowed) {
        this.allowed = allowed;
    }

    @Override
    public String name() {
        return "file descriptors";
    }

    @Override
    public Finding look() {
        long found = allowed.getAsLong();
        return found >= LEAST
                ? Finding.pass(found + " may be open")
                : Finding.fail(
                        found + " may be open, needed are " + LEAST,
                        "raise the limit: ulimit -n " + LEAST + ", or LimitNOFILE= in the unit of systemd");
    }
}
