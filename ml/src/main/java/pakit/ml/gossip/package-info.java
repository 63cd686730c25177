/// How a message is spread among peers: [NetworkOptimizer] says, for the conditions of the network, which protocol with
/// which degrees and time-outs spreads it with the fewest bytes and still reaches all, and learns from audits.
///
/// In come [pakit.hint.NetworkConditions] and [BroadcastOutcome]s; out go [pakit.hint.GossipParams]. Nothing here opens
/// a connection. Start with [NetworkOptimizer].
@NullMarked
package pakit.ml.gossip;

import org.jspecify.annotations.NullMarked;
