package pakit.http;

/// The node's port.
public final class HttpNode {
    private HttpNode() {}
}
