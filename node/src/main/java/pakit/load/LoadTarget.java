package pakit.load;

/// A model that is asked under load, one way or another.
public interface LoadTarget extends AutoCloseable {
    /// A caller of its own for one thread.
    ///
    /// @throws pakit.error.PakitException.Unavailable if there is nobody to call
    Caller connect();

    /// Frees what all callers share.
    @Override
    default void close() {}

    /// Sends requests one after the other. Belongs to one thread.
    interface Caller extends AutoCloseable {
        /// Sends the request of this number and waits for its answer, within a limit of its own.
        ///
        /// @throws Failed if the answer is not a prediction, or does not come
        void call(long number) throws Failed;

        @Override
        default void close() {}
    }

    /// One request that was not answered with a prediction.
    final class Failed extends Exception {
        private static final long serialVersionUID = 1L;

        private final String kind;

        /// @param kind by which failures are counted, such as `status 503` or `timeout`
        /// @param example what one of them said
        public Failed(String kind, String example) {
            super(example, null, false, false); // thousands of them, and nobody looks at where
            this.kind = kind;
        }

        String kind() {
            return kind;
        }
    }
}
