package pakit.ml.integration;

import java.util.ArrayDeque;

/// How many of the last calls were bad, told only of the bad ones. Not thread-safe.
final class BadCalls {
    private final int windowCalls;
    private final ArrayDeque<Long> numbers = new ArrayDeque<>(); // ascending, at most windowCalls

    BadCalls(int windowCalls) {
        this.windowCalls = windowCalls;
    }

    /// @param number of the call among all calls, larger than any told before
    void add(long number) {
        among(number);
        numbers.addLast(number);
    }

    /// Bad calls among the window's calls, of which `newest` is the last.
    int among(long newest) {
        while (!numbers.isEmpty() && numbers.getFirst() <= newest - windowCalls) {
            numbers.removeFirst();
        }
        return numbers.size();
    }
}
