/// The deployment checklist as checks: each looks at one thing, changes nothing of the home, and says what to do. Open
/// [pakit.preflight.Preflight] first.
@NullMarked
package pakit.preflight;

import org.jspecify.annotations.NullMarked;
