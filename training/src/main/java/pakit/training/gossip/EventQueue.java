package pakit.training.gossip;

import java.util.Arrays;

/// Events by time, earliest first: a binary heap over two arrays, so that millions of events make no garbage. The same
/// calls give the same order, also among events of one moment.
final class EventQueue {
    private double[] times = new double[1024];
    private long[] events = new long[1024];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    void add(double time, long event) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            events = Arrays.copyOf(events, 2 * size);
        }
        int at = size++;
        while (at > 0 && times[(at - 1) >> 1] > time) {
            times[at] = times[(at - 1) >> 1];
            events[at] = events[(at - 1) >> 1];
            at = (at - 1) >> 1;
        }
        times[at] = time;
        events[at] = event;
    }

    double time() {
        return times[0];
    }

    /// Takes the earliest away.
    long poll() {
        long first = events[0];
        double time = times[--size];
        long event = events[size];
        int at = 0;
        for (int child = 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && times[child + 1] < times[child]) {
                child++;
            }
            if (times[child] >= time) {
                break;
            }
            times[at] = times[child];
            events[at] = events[child];
            at = child;
        }
        times[at] = time;
        events[at] = event;
        return first;
    }
}
