package pakit.hint;

/// How a node passes a message on. In each mode links that do not carry the message carry an announcement of it, and
/// who misses a message pulls it from one that announced it.
public enum GossipMode {
    /// The message goes out at once on a fixed number of links: quick, and paid for in duplicates.
    EAGER,
    /// Only announcements go out; every node pulls the message once: hardly a duplicate, three ways a hop instead of
    /// one.
    LAZY,
    /// The message goes out on the links of a tree that duplicates have pruned, announcements on the others (Leitao et
    /// al., Plumtree, SRDS 2007).
    HYBRID
}
