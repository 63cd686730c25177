/// Blocks and roots on disk: RocksDB, the home directory and its lock, garbage collection and verification.
/// Open [pakit.store.Home] first.
@NullMarked
package pakit.store;

import org.jspecify.annotations.NullMarked;
