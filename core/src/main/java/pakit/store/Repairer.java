package pakit.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongConsumer;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.dag.BlockReader;
import pakit.error.PakitException;

/// Brings a damaged home to a state in which all that can be read is read, and all that is lost is known to be missing:
/// what `pakit verify --repair` does.
///
/// A block that cannot be read is dropped, so that a put of the same tree stores it anew; while its damaged record was
/// there, that put would have taken it for known. The same goes for a delta whose base is lost. Roots stay, whatever is
/// lost under them. A damaged index is dropped too.
///
/// The check runs beside reads and puts. Puts wait while blocks are dropped, and each of these is looked at again
/// before. Killed at any point it has dropped some of what is lost and nothing else.
public final class Repairer {
    private static final int FAULTS_MAX = 1_000_000;

    private final Home home;
    private final Verifier verifier;

    /// @param links the ids that a block links to, in any order
    /// @param threads how many blocks are read and hashed at a time
    public Repairer(Home home, Function<Block, List<BlockId>> links, int threads) {
        this.home = home;
        this.verifier = new Verifier(home, links, threads);
    }

    /// What a repair found and did.
    ///
    /// @param found the state before
    /// @param droppedBlocks at most a million; another repair drops the next
    /// @param indexDamage why the index was dropped; [Reindexer] makes it anew
    public record Repaired(
            Verifier.Verified found, long droppedBlocks, long mendedHeads, Optional<String> indexDamage) {}

    /// @param wait how long running puts may take to finish
    /// @param progress told the plain bytes of each checked block, on several threads
    /// @throws PakitException.Unavailable if puts are still running after that time
    public Repaired repair(int problemsMax, Duration wait, LongConsumer progress) throws InterruptedException {
        Optional<String> indexDamage = home.blocks().index().dropIfDamaged();
        Set<BlockId> unreadable = ConcurrentHashMap.newKeySet();
        Set<BlockId> heads = ConcurrentHashMap.newKeySet();
        Verifier.Verified found = verifier.verify(Verifier.Extent.whole(problemsMax), progress, (id, fault) -> {
            Set<BlockId> faults = switch (fault) {
                case UNREADABLE -> unreadable;
                case HEAD -> heads;
            };
            if (faults.size() < FAULTS_MAX) {
                faults.add(id);
            }
        });
        try (StoreGuard.Lease lease = home.guard().exclusive(wait)) {
            long mended = heads.stream().filter(home.blocks()::mendHead).count();
            long dropped = unreadable.stream().filter(this::dropIfUnreadable).count();
            home.blocks().sync();
            return new Repaired(found, dropped, mended, indexDamage);
        }
    }

    private boolean dropIfUnreadable(BlockId id) {
        try {
            new BlockReader(home.blocks()).read(id);
            return false;
        } catch (PakitException.Corrupt | PakitException.NotFound lost) {
            home.blocks().delete(id);
            return true;
        }
    }
}
