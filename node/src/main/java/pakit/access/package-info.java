/// Who may do what with a node, and how that is proved: tokens, certificates, roles. Knows no protocol: HTTP and gRPC
/// hand in what they were given and get a verdict. Open [pakit.access.Access] first.
@NullMarked
package pakit.access;

import org.jspecify.annotations.NullMarked;
