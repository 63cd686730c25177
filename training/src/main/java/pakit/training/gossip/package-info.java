/// How good a way to spread messages is: a network of up to ten thousand nodes over round-trip times that were measured
/// or made, with lost messages, dead and coming nodes and limited uplinks, in which every protocol meets the same.
///
/// In come a [GossipWorld] and what is to be tried; out come [Broadcast]s. Start with [GossipNetwork].
@NullMarked
package pakit.training.gossip;

import org.jspecify.annotations.NullMarked;
