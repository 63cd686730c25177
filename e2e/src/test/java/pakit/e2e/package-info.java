/// Drives `./pakit` and its port as a user does: as processes, on homes of their own, with the rebuild off. Open
/// [pakit.e2e.Pakit] first.
@NullMarked
package pakit.e2e;

import org.jspecify.annotations.NullMarked;
