package pakit.ml.tensor;

/// A graph that is well-formed, as far as anybody looked, and that none of our kernels computes.
final class NotCovered extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotCovered(String message) {
        super(message);
    }
}
