/// How good a way to choose peers is: a world of clients and servers over round-trip times that were measured, in which
/// every policy meets the same requests, failures and slow servers.
///
/// In come [RoundTrips] and a [Scenario]; out come [Tally]s, one for each [PeerPolicy]. Start with [PeerReplay].
@NullMarked
package pakit.training.peers;

import org.jspecify.annotations.NullMarked;
