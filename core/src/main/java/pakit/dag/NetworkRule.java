package pakit.dag;

import pakit.hint.Advice;
import pakit.hint.GossipMode;
import pakit.hint.GossipParams;
import pakit.hint.Hint;

/// Turns advice into the way in which a message is spread. Pure.
///
/// | advice | decision |
/// |---|---|
/// | silence | [#BASELINE] |
/// | a hint | as it says: [GossipParams] cannot be outside the safe range |
public final class NetworkRule {
    /// To six peers at once, over ten hops where nobody keeps links. Degree, heartbeats and the time to wait for what
    /// was announced are GossipSub's (libp2p's specification 1.1: D, heartbeat_interval, IWantFollowupTime).
    public static final GossipParams BASELINE = new GossipParams(GossipMode.EAGER, 6, 6, 3, 1000, 3000, 6, 10);

    private NetworkRule() {}

    public static GossipParams params(Advice<Hint.Network> advice) {
        return switch (advice) {
            case Advice.Silent<Hint.Network> silent -> BASELINE;
            case Advice.Suggested<Hint.Network> suggested -> suggested.hint().params();
        };
    }
}
