package pakit.ml.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import pakit.block.BlockId;
import pakit.error.PakitException;

class TrialTest {
    private final Experiment experiment = Experiment.begin(Plans.of(0.5, null), Plans.NOON);

    @Test
    void whatBeganInAPhaseIsCountedInItByItsArm() {
        String unit = unitOfControl();
        Trial trial = experiment.trial(unit);
        experiment.share(1.0, Plans.NOON, "more");
        trial.served(true, 2, Map.of("regret", 0.5));

        assertThat(trial.arm().name()).isEqualTo(Arm.CONTROL);
        assertThat(experiment.trial(unit).arm().name()).isEqualTo(Arm.TREATMENT);
        ArmFigures control = experiment.phases().getFirst().arms().getFirst();
        assertThat(control.impressions().events()).isEqualTo(1);
        assertThat(control.metric("regret").sum()).isEqualTo(0.5);
        assertThat(experiment.phases().getLast().arms())
                .allMatch(arm -> arm.impressions().events() == 0);
    }

    @Test
    void oneBadFigureCountsNothingOfAll() {
        Trial trial = experiment.trial("u");
        assertThatThrownBy(() -> trial.served(true, 1, Map.of("a", 1.0, "b", Double.NaN)))
                .isInstanceOf(PakitException.Invalid.class);
        assertThatThrownBy(() -> trial.served(true, 1, Map.of("latency_ms", 1.0)))
                .isInstanceOf(PakitException.Invalid.class);
        assertThatThrownBy(() -> trial.metric("cost").record(Double.POSITIVE_INFINITY))
                .isInstanceOf(PakitException.Invalid.class);
        assertThat(experiment.phases().getFirst().arms())
                .allMatch(arm -> arm.impressions().events() == 0);
    }

    @Test
    void aKnownBlockIsSharedIfOnlyAnotherArmStoredIt() {
        Sharing sharing = new Sharing(2);
        for (int i = 0; i < 10_000; i++) {
            sharing.stored(i % 2, block(i));
        }
        for (int i = 0; i < 10_000; i++) {
            sharing.known(0, block(i));
            sharing.known(1, block(-1 - i));
        }
        assertThat(sharing.of(0)).isEqualTo(new Sharing.Known(10_000, 5_000));
        assertThat(sharing.of(1)).isEqualTo(new Sharing.Known(10_000, 0));
    }

    private String unitOfControl() {
        int i = 0;
        while (experiment.trial("u" + i).arm().useMl()) {
            i++;
        }
        return "u" + i;
    }

    private static BlockId block(int seed) {
        return BlockId.of(BlockId.Kind.RAW, ByteBuffer.allocate(4).putInt(seed).array());
    }
}
