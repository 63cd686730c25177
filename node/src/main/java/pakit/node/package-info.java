/// The operations of a node, as one interface with two ways: on the home directly, or through the node that holds it.
/// Open [pakit.node.NodeOperations] first.
@NullMarked
package pakit.node;

import org.jspecify.annotations.NullMarked;
