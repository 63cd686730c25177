package pakit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.block.BlockId;
import pakit.error.PakitException;

class RootsTest {
    private static final BlockId A = Homes.leaf(1).id();
    private static final BlockId B = Homes.leaf(2).id();

    @TempDir
    Path directory;

    private Home home;
    private Roots roots;

    @BeforeEach
    void open() {
        home = Homes.open(directory);
        roots = home.roots();
    }

    @AfterEach
    void close() {
        home.close();
    }

    @Test
    void rootsAreListedNewestFirstAlsoAfterReopening() {
        Root old = root(A, "täglich", 1);
        Root plain = new Root(B, Optional.empty(), at(2), Long.MAX_VALUE);
        roots.put(plain);
        roots.put(old);
        assertThat(roots.list()).containsExactly(plain, old);
        close();
        open();
        assertThat(roots.list()).containsExactly(plain, old);
    }

    @Test
    void oneTreeMayHaveManyNamesAndOneNameManyTrees() {
        roots.put(root(A, "daily", 1));
        roots.put(root(B, "daily", 2));
        roots.put(root(A, "kept", 3));
        assertThat(roots.of(A)).containsExactly(root(A, "kept", 3), root(A, "daily", 1));
        assertThat(roots.named("daily")).hasValue(root(B, "daily", 2));
        assertThat(roots.find("daily").id()).isEqualTo(B);
        assertThat(roots.find(A.toString())).isEqualTo(root(A, "kept", 3));
    }

    @Test
    void puttingARootAgainRenewsItsTime() {
        roots.put(root(A, "daily", 1));
        roots.put(root(A, "daily", 5));
        assertThat(roots.list()).containsExactly(root(A, "daily", 5));
    }

    @Test
    void aRemovedRootIsGoneAndItsOtherNamesStay() {
        roots.put(root(A, "daily", 1));
        roots.put(root(A, "kept", 3));
        assertThat(roots.remove(root(A, "daily", 1))).isTrue();
        assertThat(roots.remove(root(A, "daily", 1))).isFalse();
        assertThat(roots.list()).containsExactly(root(A, "kept", 3));
    }

    @Test
    void totalsFollowEveryChange() {
        assertThat(roots.totals()).isEqualTo(new RootTotals(0, 0));
        roots.put(root(A, "daily", 1));
        roots.put(root(B, "daily", 2));
        assertThat(roots.totals()).isEqualTo(new RootTotals(2, 20));
        roots.put(root(A, "daily", 5));
        assertThat(roots.totals()).isEqualTo(new RootTotals(2, 20));
        roots.remove(root(A, "daily", 5));
        assertThat(roots.totals()).isEqualTo(new RootTotals(1, 10));
        close();
        open();
        assertThat(roots.totals()).isEqualTo(new RootTotals(1, 10));
    }

    @Test
    void whatIsNoRootIsNotFound() {
        for (String text : new String[] {"nightly", A.toString(), "", "Qm"}) {
            assertThatThrownBy(() -> roots.find(text))
                    .isInstanceOf(PakitException.NotFound.class)
                    .hasMessageContaining("'" + text + "'");
        }
    }

    @Test
    void aNameOfAnotherFormIsRefused() {
        for (String name : new String[] {"", " ", "x".repeat(1025)}) {
            assertThatThrownBy(() -> root(A, name, 1)).isInstanceOf(PakitException.Invalid.class);
        }
    }

    private static Root root(BlockId id, String name, int day) {
        return new Root(id, Optional.of(name), at(day), 10);
    }

    private static Instant at(int day) {
        return Instant.parse("2026-01-0" + day + "T00:00:00.123Z");
    }
}
