package pakit.cli;

/// The program `pakit`.
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        throw new UnsupportedOperationException();
    }
}
