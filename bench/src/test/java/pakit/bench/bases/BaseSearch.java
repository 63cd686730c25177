package pakit.bench.bases;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import pakit.block.BlockId;
import pakit.block.ChunkSizes;
import pakit.block.Chunker;
import pakit.codec.BlockRecord;
import pakit.codec.Codec;
import pakit.codec.DeltaLink;

/// Ways to find bases, over sets of versions: what the leaves take with one base each, three deep, zstd 6, and how many
/// attempts were in vain. No store, no nodes, no second bases, no dictionaries: only the choice of the base differs.
public final class BaseSearch {
    private static final int SIZE_MIN = 512;
    private static final Codec.Zstd LEVEL = new Codec.Zstd(6);
    private static final double SHARE_MAX = 0.9;

    private final Resemblance resemblance;
    private final Set<BlockId> seen = new HashSet<>();
    private long stored;
    private long attempts;
    private long vain;

    private BaseSearch(Resemblance resemblance) {
        this.resemblance = resemblance;
    }

    /// Nothing if no sets are given.
    ///
    /// @param data a directory of sets, each a directory of versions
    public static List<String> measure(Optional<Path> data) throws IOException {
        if (data.isEmpty() || !Files.isDirectory(data.get())) {
            System.err.println("bases: say where sets of versions are by --data DIR");
            return List.of();
        }
        Map<String, Supplier<Resemblance>> ways = new LinkedHashMap<>();
        ways.put("exact only", Resemblance::none);
        ways.put("SimHash, 16 bands of 4 bits (the first Pakit)", Resemblance::simHash);
        ways.put("the nearest of 3 of 16 bins", Resemblance::nearest);
        ways.put("the same at the price of depth", () -> Resemblance.priced(3));
        ways.put("and with 2 bins at depth 0 (Pakit)", () -> Resemblance.priced(0));
        List<String> table = new ArrayList<>();
        table.add("| | MB | points saved | attempts | in vain % |");
        table.add("|---|---:|---:|---:|---:|");
        for (Path set : directories(data.get())) {
            table.add("| **" + set.getFileName() + "** | | | | |");
            long most = 0;
            for (var way : ways.entrySet()) {
                BaseSearch search = new BaseSearch(way.getValue().get());
                search.put(set);
                most = Math.max(most, search.stored);
                table.add(search.row(way.getKey(), most));
            }
        }
        return table;
    }

    private static List<Path> directories(Path directory) throws IOException {
        try (Stream<Path> inside = Files.list(directory)) {
            return inside.filter(Files::isDirectory).sorted().toList();
        }
    }

    private void put(Path set) throws IOException {
        Chunker chunker = new Chunker(ChunkSizes.DEFAULT);
        for (Path version : directories(set)) {
            try (Stream<Path> inside = Files.walk(version)) {
                for (Path file : inside.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                        .sorted()
                        .toList()) {
                    try (InputStream in = Files.newInputStream(file)) {
                        chunker.split(in, this::put);
                    }
                }
            }
        }
    }

    private void put(byte[] chunk) {
        if (!seen.add(BlockId.of(BlockId.Kind.RAW, chunk))) {
            return;
        }
        Known block = Known.of(chunk);
        int alone = block.aloneBytes();
        int depth = 0;
        int best = alone;
        for (Known base : chunk.length < SIZE_MIN ? List.<Known>of() : resemblance.candidates(block)) {
            attempts++;
            DeltaLink link = new DeltaLink(BlockId.of(BlockId.Kind.RAW, base.bytes()), base.depth() + 1);
            int delta = BlockRecord.packDelta(LEVEL, chunk, link, base.bytes()).storedBytes();
            if (delta <= SHARE_MAX * alone) {
                best = delta;
                depth = base.depth() + 1;
                break;
            }
            vain++;
        }
        stored += best;
        if (chunk.length >= SIZE_MIN && depth < DeltaLink.DEPTH_MAX) {
            resemblance.add(block.at(depth));
        }
    }

    /// @param without what the set takes without any base
    private String row(String name, long without) {
        return String.format(
                Locale.ROOT,
                "| %s | %.2f | %.1f | %,d | %.2f |",
                name,
                stored / 1e6,
                100.0 * (without - stored) / without,
                attempts,
                attempts == 0 ? 0 : 100.0 * vain / attempts);
    }
}
