/// Which of the peers that hold a block to ask: [PeerSelector] learns from every answer how long each of them takes and
/// how often it fails, and answers with an order, a time to hedge, a time-out and peers worth a probe.
///
/// In come [PeerOutcome]s with the [PeerReport]s that peers send along; out goes a [Selection]. Nothing here opens a
/// connection. Start with [PeerSelector].
@NullMarked
package pakit.ml.peers;

import org.jspecify.annotations.NullMarked;
