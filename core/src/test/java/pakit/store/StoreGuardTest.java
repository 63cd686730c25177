package pakit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import pakit.error.PakitException;

class StoreGuardTest {
    private final StoreGuard guard = new StoreGuard();

    @Test
    void aCollectionGivesUpBesideRunningPuts() throws Exception {
        StoreGuard.Lease put = guard.share();
        StoreGuard.Lease other = guard.share();
        assertThatThrownBy(() -> guard.exclusive(Duration.ofMillis(1)))
                .isInstanceOf(PakitException.Unavailable.class)
                .hasMessageContaining("2 running puts");
        put.close();
        put.close();
        assertThatThrownBy(() -> guard.exclusive(Duration.ofMillis(1))).hasMessageContaining("1 running puts");
        other.close();
        guard.exclusive(Duration.ZERO).close();
    }

    @Test
    void aPutWaitsForTheCollection() throws Exception {
        StoreGuard.Lease collection = guard.exclusive(Duration.ZERO);
        CompletableFuture<StoreGuard.Lease> put = CompletableFuture.supplyAsync(guard::share);
        assertThat(put).isNotDone();
        collection.close();
        put.get().close();
    }

    @Test
    void aLeaseMayEndOnAnotherThread() throws Exception {
        StoreGuard.Lease put = guard.share();
        CompletableFuture.runAsync(put::close).get();
        guard.exclusive(Duration.ZERO).close();
    }
}
