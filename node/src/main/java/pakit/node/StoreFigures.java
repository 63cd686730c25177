package pakit.node;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.codec.DeltaLink;
import pakit.codec.RecordHeader;
import pakit.dag.BlockReader;
import pakit.dag.DagBackend;
import pakit.dag.TreeReader;
import pakit.error.PakitException;
import pakit.ml.oracle.ContinuousOracle;
import pakit.ml.oracle.RelativeCost;
import pakit.store.BlockTotals;
import pakit.store.Home;
import pakit.store.RocksBlockStore;
import pakit.store.RootTotals;

/// How blocks are stored, one and all, as users are told.
final class StoreFigures {
    private StoreFigures() {}

    /// @throws PakitException.NotFound if there is no such block
    static Results.Stat stat(RocksBlockStore blocks, BlockId id) {
        byte[] record = blocks.get(id).orElseThrow(() -> new PakitException.NotFound("there is no block " + id));
        Block block = new BlockReader(blocks).decode(id, record);
        RecordHeader header = RecordHeader.read(record);
        return new Results.Stat(
                id.toString(),
                id.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                block.sizeBytes(),
                record.length,
                header.codec().label(),
                header.link().map(DeltaLink::depth).orElse(0),
                header.link().map(link -> link.base().toString()).orElse(null),
                TreeReader.links(block).stream().map(BlockId::toString).toList());
    }

    static Results.Stats stats(Home home, DagBackend backend, ContinuousOracle.Earned codecs) {
        RootTotals roots = home.roots().totals();
        BlockTotals blocks = home.blocks().totals();
        return new Results.Stats(
                roots.roots(),
                blocks.blocks(),
                roots.plainBytes(),
                blocks.plainBytes(),
                blocks.storedBytes(),
                blocks.storedBytesByCodec(),
                storedBytesByDepth(blocks),
                share(blocks.deltas()),
                new Results.Ratios(
                        ratio(roots.plainBytes(), blocks.plainBytes()),
                        ratio(blocks.deltas().plainBytes(), blocks.deltas().storedBytes()),
                        ratio(roots.plainBytes(), blocks.storedBytes())),
                backend.earnings().now(),
                new Results.CodecHints(codecs.blocks(), percent(codecs.cost()), percent(codecs.bytes())),
                backend.prefetched());
    }

    private static Results.@Nullable Percent percent(RelativeCost.@Nullable Figure figure) {
        return figure == null || !Double.isFinite(figure.interval().high())
                ? null
                : new Results.Percent(
                        figure.percent(),
                        figure.interval().low(),
                        figure.interval().high());
    }

    private static double ratio(long large, long small) {
        return small == 0 ? 1 : (double) large / small;
    }

    private static Map<Integer, Long> storedBytesByDepth(BlockTotals blocks) {
        Map<Integer, Long> stored = new TreeMap<>();
        blocks.byDepth().forEach((depth, share) -> stored.put(depth, share.storedBytes()));
        return stored;
    }

    private static Results.Share share(BlockTotals.Share share) {
        return new Results.Share(share.blocks(), share.plainBytes(), share.storedBytes());
    }
}
