package pakit.ml.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.hint.Advice;
import pakit.hint.Found;
import pakit.hint.Hint;
import pakit.hint.PrefetchFacts;
import pakit.hint.Silence;
import pakit.ml.models.DefaultModels;
import pakit.ml.models.Gate;
import pakit.ml.models.GateThresholds;
import pakit.ml.models.ModelLoader;
import pakit.ml.models.PrefetchModel;
import pakit.ml.serving.ModelServer;
import pakit.ml.serving.Monitoring;

class PrefetchHintTest {
    @TempDir
    private Path directory;

    private final FallbackManager fallback = new FallbackManager();
    private ModelServer server;
    private MLDAGIntegration advisor;

    @BeforeEach
    void open() {
        server = new ModelServer(
                directory,
                ModelLoader.standard(),
                Gate.standard(directory, GateThresholds.STANDARD),
                fallback,
                event -> {},
                Monitoring.standard());
        server.installDefaults(DefaultModels.artifacts(PrefetchModel.NAME::equals));
        server.start();
        advisor = new MLDAGIntegration(server, fallback);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static BlockId id(int number) {
        return Block.raw(new byte[] {(byte) number, (byte) (number >> 8)}).id();
    }

    private static PrefetchFacts read(BlockId id, List<BlockId> links, Set<BlockId> held) {
        Found found = held.remove(id) ? Found.STAGED : Found.READ;
        return new PrefetchFacts(id, found, links, List.of(), held::contains, 8);
    }

    private List<BlockId> ask(PrefetchFacts facts, Set<BlockId> held) {
        return switch (advisor.prefetchHint(facts)) {
            case Advice.Suggested<Hint.Prefetch> suggested -> {
                held.addAll(suggested.hint().ids());
                yield suggested.hint().ids();
            }
            case Advice.Silent<Hint.Prefetch> silent -> {
                assertThat(silent.reason()).isEqualTo(Silence.ABSTAINED);
                yield List.of();
            }
        };
    }

    @Test
    void childrenOfANodeAreNamedInTheirOrder() {
        Set<BlockId> held = new HashSet<>();
        int named = 0;
        for (int file = 0; file < 50; file++) {
            List<BlockId> links = new ArrayList<>();
            for (int i = 1; i < 30; i++) {
                links.add(id(file * 100 + i));
            }
            ask(read(id(file * 100), links, held), held);
            for (BlockId link : links) {
                List<BlockId> ids = ask(read(link, List.of(), held), held);
                assertThat(links).containsAll(ids);
                named += ids.size();
            }
        }
        assertThat(named).isGreaterThan(50 * 20);
    }

    @Test
    void aModelThatIsSwitchedOffIsSilent() {
        server.registry().switches().disable(PrefetchModel.NAME);
        assertThat(advisor.prefetchHint(read(id(1), List.of(), new HashSet<>())))
                .isEqualTo(Advice.silent(Silence.ML_DISABLED));
        server.registry().switches().enable(PrefetchModel.NAME);
        fallback.forceOpen(PrefetchModel.NAME);
        assertThat(advisor.prefetchHint(read(id(1), List.of(), new HashSet<>())))
                .isEqualTo(Advice.silent(Silence.BREAKER_OPEN));
    }
}
