package pakit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pakit.error.PakitException;
import pakit.ml.serving.Breakers;
import pakit.node.ModelOperations;
import pakit.node.OpenNode;
import pakit.node.ShadowOrder;
import pakit.node.SteadyModels;
import pakit.node.SwitchPosition;

/// Versions of a real home, handled through a real port.
@Timeout(60)
class LifecycleThroughThePortTest {
    private static final String MODEL = SteadyModels.NAME;
    private static final Instant LATER = Instant.parse("2999-01-01T00:00:00Z");

    @TempDir
    private Path directory;

    private OpenNode open;
    private Port port;
    private ModelOperations models;

    @BeforeEach
    void open() {
        open = new OpenNode(directory.resolve("home"));
        port = Port.open(open.node(), open.models(), Port.settings());
        models = port.remote().models();
    }

    @AfterEach
    void close() {
        port.close();
        open.close();
    }

    @Test
    void challengerMovesAndIsAskedByName() throws Exception {
        assertThat(models.challenge(MODEL, "2.0.0", "to compare").challenger()).isEqualTo("2.0.0");
        assertThat(port.get("/v2/models/steady/versions/challenger/ready").statusCode())
                .isEqualTo(200);
        assertThat(port.get("/v2/models/steady/versions/2.0.0/ready").statusCode())
                .isEqualTo(200);
        assertThat(models.withdraw(MODEL, "compared").challenger()).isNull();
        assertThat(port.get("/v2/models/steady/versions/challenger/ready").statusCode())
                .isEqualTo(404);
        assertThat(models.history(MODEL).history().getLast().reason()).isEqualTo("compared");
    }

    @Test
    void whatWasLiveIsTheSameEitherWay() {
        assertThat(models.liveAt(MODEL, LATER)).isEqualTo(open.node().models().liveAt(MODEL, LATER));
        assertThatThrownBy(() -> models.liveAt(MODEL, Instant.EPOCH)).isInstanceOf(PakitException.NotFound.class);
        assertThatThrownBy(() -> models.cleanup("nobody", 1)).isInstanceOf(PakitException.NotFound.class);
        assertThat(models.cleanup(MODEL, 0).deleted()).containsExactly("2.0.0");
    }

    @Test
    void onlyHintsOnCompressionAreEstimated() {
        assertThatThrownBy(() -> models.estimate(MODEL, "2.0.0"))
                .isInstanceOf(PakitException.Refused.class)
                .hasMessageContaining("no hints on compression");
        assertThatThrownBy(() -> models.estimate(MODEL, "9.0.0")).isInstanceOf(PakitException.NotFound.class);
    }

    @Test
    void onlyHintsOnCompressionAreCompared() {
        assertThatThrownBy(() -> models.shadow(MODEL))
                .isInstanceOf(PakitException.Refused.class)
                .hasMessageContaining("no hints on compression");
        assertThatThrownBy(() -> models.shadow(MODEL, new ShadowOrder("2.0.0", 0.5, null, "try")))
                .isInstanceOf(PakitException.Refused.class);
        assertThat(models.show(MODEL).challenger()).isNull();
    }

    @Test
    void aBreakerIsHeldOnlyInAPositionThatThereIs() throws Exception {
        assertThat(models.forceBreaker(MODEL, Breakers.Forced.OPEN).name()).isEqualTo(MODEL);
        assertThatThrownBy(() -> models.forceBreaker("nobody", Breakers.Forced.OPEN))
                .isInstanceOf(PakitException.NotFound.class);
        assertThat(port.post("/v1/models/steady/force-breaker", "application/json", "{\"position\":\"ajar\"}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void switchesCountAtOnce() {
        models.turn(MODEL, SwitchPosition.DISABLED);
        assertThat(open.models().registry().enabled(MODEL)).isFalse();
        models.turn(MODEL, SwitchPosition.ENABLED);
        assertThat(open.models().registry().enabled(MODEL)).isTrue();
        models.turnAll(SwitchPosition.DISABLED);
        assertThat(open.models().registry().enabled(MODEL)).isFalse();
        assertThat(models.turnAll(SwitchPosition.ENABLED).models().getFirst().enabled())
                .isTrue();
        assertThat(models.resetBreaker(MODEL).breaker()).isEqualTo("CLOSED");
    }
}
