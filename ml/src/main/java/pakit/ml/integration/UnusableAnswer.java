package pakit.ml.integration;

/// A model answered what no hint can be made of.
final class UnusableAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableAnswer(String what) {
        super(what, null, false, false);
    }
}
