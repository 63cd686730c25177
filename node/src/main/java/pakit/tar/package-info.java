/// Trees as POSIX tar streams (IEEE 1003.1 pax): the form in which they pass through the port. In comes a tree told to
/// a sink, out goes a stream, and back. Open [pakit.tar.TarTreeWriter] first.
///
/// How a tree is laid out: a directory's top is the entry `./` and what is in it lies below, as `tar c -C DIR .` writes
/// it. A tree that is one file or one symlink is one entry under its base name with the pax record `PAKIT.top=1`. The
/// time of last change counts only where the pax record `PAKIT.mtime` says so, because a plain tar stream always
/// carries times and the same tree must get the same root.
@NullMarked
package pakit.tar;

import org.jspecify.annotations.NullMarked;
