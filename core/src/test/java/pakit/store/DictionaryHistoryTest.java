package pakit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.codec.DeltaLink;
import pakit.codec.RecordHeader;
import pakit.dag.DagBackend;
import pakit.dag.SmallBlocks;
import pakit.hint.Advisor;

/// Small blocks under roots, the dictionary that some of them need, and collections.
class DictionaryHistoryTest {
    private final SmallBlocks blocks = new SmallBlocks(1);

    @TempDir
    Path directory;

    private Home home;

    @BeforeEach
    void open() {
        home = Homes.open(directory);
    }

    @AfterEach
    void close() {
        home.close();
    }

    @Test
    void aDictionaryStaysWhileABlockNeedsItAndGoesWithTheLast() throws Exception {
        BlockId dictionary = learn();
        assertThat(home.blocks().dictionaries()).containsExactly(dictionary);
        List<Block> two = List.of(blocks.next(), blocks.next());
        Root root = Forest.plant(home, "small", two);
        assertThat(two).allMatch(block -> needs(block).equals(Optional.of(dictionary)));

        assertThat(collect().pinnedBlocks()).isEqualTo(1);
        two.forEach(this::assertReadable);
        close();
        open();
        two.forEach(this::assertReadable);
        Block third = Homes.put(home, blocks.next());
        assertThat(needs(third)).as("noted across openings").contains(dictionary);

        home.roots().remove(root);
        collect();
        assertThat(home.blocks().totals().blocks()).isZero();
        assertThat(new Verifier(home, Forest::links, 2).verify(bytes -> {}).problems())
                .isEmpty();
    }

    @Test
    void aCollectedDictionaryIsNotUsedByThoseWhoKnewIt() throws Exception {
        DagBackend backend = Homes.backend(home);
        learn(backend);
        collect();
        Block block = blocks.next();
        backend.process(block, Advisor.none());
        assertThat(needs(block)).isEmpty();
        assertReadable(block);
    }

    private BlockId learn() {
        return learn(Homes.backend(home));
    }

    private BlockId learn(DagBackend backend) {
        blocks.of((1 << 20) + 2000).forEach(block -> backend.process(block, Advisor.none()));
        return home.blocks().dictionaries().getFirst();
    }

    private Optional<BlockId> needs(Block block) {
        return RecordHeader.read(home.blocks().get(block.id()).orElseThrow())
                .link()
                .filter(link -> link.way() == DeltaLink.Way.DICTIONARY)
                .map(DeltaLink::base);
    }

    private void assertReadable(Block block) {
        assertThat(Homes.backend(home).read(block.id()).bytes()).isEqualTo(block.bytes());
    }

    private GarbageCollector.Collected collect() throws InterruptedException {
        return new GarbageCollector(home, Forest::links).collect(Duration.ZERO);
    }
}
