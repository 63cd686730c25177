package pakit.error;

import org.jspecify.annotations.Nullable;

/// A failure that a user can act on. The message names the thing, what was found, what was expected and what to do;
/// it is printed as it stands, without a stack trace.
///
/// Each kind has one exit code and one HTTP status, mapped where requests enter (command line and HTTP), not here.
public abstract sealed class PakitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PakitException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /// The request itself cannot be served as it was put: a malformed id, a wrong shape, a bad option.
    public static final class Invalid extends PakitException {
        private static final long serialVersionUID = 1L;

        public Invalid(String message) {
            super(message, null);
        }

        public Invalid(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// A check or a gate said no to a well-formed request: a version that exists with other bytes, a failed gate.
    public static final class Refused extends PakitException {
        private static final long serialVersionUID = 1L;

        public Refused(String message) {
            super(message, null);
        }
    }

    /// The named thing does not exist: a root, a block, a path, a model, a version.
    public static final class NotFound extends PakitException {
        private static final long serialVersionUID = 1L;

        public NotFound(String message) {
            super(message, null);
        }
    }

    /// Stored bytes are not what was stored: a wrong digest, a truncated record, an unreadable file, a newer format.
    public static final class Corrupt extends PakitException {
        private static final long serialVersionUID = 1L;

        public Corrupt(String message) {
            super(message, null);
        }

        public Corrupt(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// The thing exists but cannot be had now: the home is locked, the node is gone, the disk is full.
    public static final class Unavailable extends PakitException {
        private static final long serialVersionUID = 1L;

        public Unavailable(String message) {
            super(message, null);
        }

        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
