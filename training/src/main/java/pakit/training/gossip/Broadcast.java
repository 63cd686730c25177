package pakit.training.gossip;

/// What came of one message.
///
/// @param alive nodes that could have it, the first one among them
/// @param reached those that have it
/// @param payloads copies of the message that were sent
/// @param controls announcements, requests and other small messages
/// @param bytesPerNode all that was sent, by nodes that are alive
/// @param p50Ms until half of those that were reached had it
/// @param p99Ms until 99 of 100 had it
public record Broadcast(
        int alive, int reached, long payloads, long controls, double bytesPerNode, double p50Ms, double p99Ms) {
    /// Of headers around a message, and of a small message.
    static final int HEADER_BYTES = 60;

    static final int CONTROL_BYTES = 80;

    static Broadcast of(int alive, int payloadBytes, long payloads, long controls, double[] sortedArrivalsMs) {
        int reached = sortedArrivalsMs.length;
        double bytes = (double) payloads * (payloadBytes + HEADER_BYTES) + (double) controls * CONTROL_BYTES;
        return new Broadcast(
                alive,
                reached,
                payloads,
                controls,
                bytes / alive,
                sortedArrivalsMs[reached / 2],
                sortedArrivalsMs[(int) (reached * 0.99)]);
    }

    /// The same with further small messages.
    Broadcast withControls(long more) {
        double bytes = bytesPerNode + (double) more * CONTROL_BYTES / alive;
        return new Broadcast(alive, reached, payloads, controls + more, bytes, p50Ms, p99Ms);
    }

    public double coverage() {
        return (double) reached / alive;
    }
}
