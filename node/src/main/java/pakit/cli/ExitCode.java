package pakit.cli;

import java.util.Locale;
import pakit.error.PakitException;

/// What the program's exit status says.
enum ExitCode {
    DONE(0),
    /// The check or the gate said no, or some inputs failed.
    REFUSED(1),
    USAGE(2),
    NOT_FOUND(3),
    CORRUPT(4),
    /// Unavailable, or the home is held by another process.
    UNAVAILABLE(5),
    /// A defect of Pakit (EX_SOFTWARE of sysexits.h).
    DEFECT(70);

    private final int status;

    ExitCode(int status) {
        this.status = status;
    }

    int status() {
        return status;
    }

    /// As in `not-found`.
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static ExitCode of(PakitException failure) {
        return switch (failure) {
            case PakitException.Invalid e -> USAGE;
            case PakitException.Refused e -> REFUSED;
            case PakitException.NotFound e -> NOT_FOUND;
            case PakitException.Corrupt e -> CORRUPT;
            case PakitException.Unavailable e -> UNAVAILABLE;
        };
    }
}
