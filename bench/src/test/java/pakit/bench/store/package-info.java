/// The packaged store beside its peers on versioned sets of real files. A [pakit.bench.store.SetList] names what a set
/// is made of, a [pakit.bench.store.SetBuilder] has it fetched and unpacked, a [pakit.bench.store.Race] lets all
/// contestants store and restore it by turns, a [pakit.bench.store.RaceTable] shows what that took. Open
/// [pakit.bench.store.StoreBenchmark] first.
@NullMarked
package pakit.bench.store;

import org.jspecify.annotations.NullMarked;
