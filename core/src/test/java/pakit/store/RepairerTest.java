package pakit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.codec.RecordHeader;
import pakit.error.PakitException;

/// What is damaged is dropped, and comes back with the next put of the same blocks.
class RepairerTest {
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
    void nothingIsDoneToAnIntactHome() throws Exception {
        Forest.plant(home, "tree", 0, 20);
        Repairer.Repaired repaired = repair();
        assertThat(repaired.found().clean()).isTrue();
        assertThat(repaired.droppedBlocks()).isZero();
        assertThat(repaired.mendedHeads()).isZero();
        assertThat(repaired.indexDamage()).isEmpty();
    }

    @Test
    void aDamagedBlockIsDroppedAndAPutOfTheSameHealsTheTree() throws Exception {
        Forest.plant(home, "tree", 0, 20);
        BlockId broken = Homes.leaf(7).id();
        damage(broken);
        Homes.put(home, Homes.leaf(7));
        assertThat(verify()).as("a put takes the damaged block for known").isNotEmpty();

        Repairer.Repaired repaired = repair();
        assertThat(repaired.droppedBlocks()).isEqualTo(1);
        assertThat(repaired.found().damaged())
                .accepts(broken)
                .rejects(Homes.leaf(8).id());
        assertThat(home.blocks().contains(broken)).isFalse();
        assertThat(home.roots().list()).hasSize(1);

        Homes.put(home, Homes.leaf(7));
        assertThat(verify()).isEmpty();
    }

    @Test
    void wrongAndLostHeadsAreMendedAndCostNothing() throws Exception {
        Forest.plant(home, "tree", 0, 20);
        RocksDatabase database = home.blocks().database();
        byte[] wrong = Homes.leaf(1).id().toBytes();
        byte[] lost = Homes.leaf(2).id().toBytes();
        database.write(batch -> {
            batch.put(database.handle(Family.HEADS), wrong, new byte[] {0, 0, 0, 1, 1, 0, 1});
            batch.delete(database.handle(Family.HEADS), lost);
        });
        Repairer.Repaired repaired = repair();
        assertThat(repaired.found().problems()).hasSize(2);
        assertThat(repaired.mendedHeads()).isEqualTo(2);
        assertThat(repaired.droppedBlocks()).isZero();
        assertThat(verify()).isEmpty();
    }

    @Test
    void deltasWhoseBaseIsLostGoWithItAndComeBackWithTheirOwnTree() throws Exception {
        List<Block> versions = new Versions(4, 1).next(3);
        Root old = Forest.plant(home, "old", versions.subList(0, 1));
        Forest.plant(home, "young", versions.subList(1, 3));
        assertThat(base(versions.get(1))).contains(versions.get(0).id());
        home.roots().remove(old);
        new GarbageCollector(home, Forest::links).collect(Duration.ZERO);
        home.blocks().delete(versions.get(0).id());

        Repairer.Repaired repaired = repair();
        assertThat(repaired.found().problems())
                .anySatisfy(problem -> assertThat(problem.what())
                        .contains("base " + versions.get(0).id() + " of its delta is missing"));
        assertThat(repaired.droppedBlocks()).isEqualTo(2);

        Forest.plant(home, "young", versions.subList(1, 3));
        assertThat(verify()).isEmpty();
    }

    @Test
    void aDamagedIndexIsDroppedAndNamed() throws Exception {
        Forest.plant(home, "tree", new Versions(1, 50).next(60));
        close();
        StoreFiles.flip(StoreFiles.tables(directory, Family.SKETCHES).getFirst(), 100, 1);
        open();
        Repairer.Repaired repaired = repair();
        assertThat(repaired.indexDamage()).get().asString().contains(".sst");
        new Reindexer(home, 2).reindex(bytes -> {});
        assertThat(verify()).isEmpty();
    }

    @Test
    void anyDamageCostsItsOwnBlocksAloneAndPuttingAllAgainHealsAll() throws Exception {
        Random random = new Random(11);
        Versions versions = new Versions(12, 8);
        for (int round = 0; round < 5; round++) {
            List<Block> leaves = versions.next(30);
            Forest.plant(home, "round" + round, leaves);
            Set<BlockId> hit = new HashSet<>();
            for (int i = 0; i < 3; i++) {
                hit.add(leaves.get(random.nextInt(leaves.size())).id());
            }
            List<Block> untouched = new ArrayList<>(leaves);
            untouched.removeIf(leaf -> base(leaf).isPresent() || hit.contains(leaf.id()));
            hit.forEach(this::damage);
            assertThat(repair().droppedBlocks()).isGreaterThanOrEqualTo(hit.size());
            untouched.forEach(leaf ->
                    assertThat(Homes.backend(home).read(leaf.id()).bytes()).isEqualTo(leaf.bytes()));
            Forest.plant(home, "round" + round, leaves);
            assertThat(repair().found().problems())
                    .allSatisfy(problem -> assertThat(leaves)
                            .extracting(leaf -> leaf.id().toString())
                            .doesNotContain(problem.id()));
        }
    }

    private Repairer.Repaired repair() throws InterruptedException {
        return new Repairer(home, Forest::links, 2).repair(100, Duration.ofSeconds(10), bytes -> {});
    }

    private List<Verifier.Problem> verify() throws InterruptedException {
        return new Verifier(home, Forest::links, 2).verify(bytes -> {}).problems();
    }

    private Optional<BlockId> base(Block block) {
        return RecordHeader.read(home.blocks().get(block.id()).orElseThrow())
                .link()
                .map(link -> link.base());
    }

    /// Changes the last byte of the block's record.
    private void damage(BlockId id) {
        byte[] record = home.blocks().get(id).orElseThrow(() -> new PakitException.NotFound("" + id));
        home.blocks().delete(id);
        record[record.length - 1] ^= 1;
        home.blocks().put(id, record);
    }
}
