package pakit.access;

/// What becomes of a request.
public sealed interface Verdict {
    /// It may go on.
    record Granted(Principal principal) implements Verdict {}

    /// Nobody knows who sends it: HTTP's 401, gRPC's UNAUTHENTICATED.
    ///
    /// @param detail for the sender; holds nothing of what was sent
    record Unknown(Reason reason, String detail) implements Verdict {}

    /// Its sender is known and may not do this: HTTP's 403, gRPC's PERMISSION_DENIED.
    record Forbidden(Principal principal, Role wanted) implements Verdict {
        /// For the sender.
        public String detail() {
            return "'" + principal.name() + "' has the role " + principal.role().label() + ", this needs "
                    + wanted.label();
        }
    }

    /// Why a sender is not known.
    enum Reason {
        /// Nothing was brought.
        MISSING,
        /// What was brought is not known, or not of a known form.
        WRONG
    }
}
