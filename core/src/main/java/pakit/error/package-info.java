/// What went wrong, in the words of the user: the few failures that every layer shares and that the command line
/// and the HTTP port map to exit codes and statuses. Open [pakit.error.PakitException] first.
@NullMarked
package pakit.error;

import org.jspecify.annotations.NullMarked;
