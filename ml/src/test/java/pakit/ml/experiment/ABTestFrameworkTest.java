package pakit.ml.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pakit.error.PakitException;
import pakit.ml.database.PakitDatabase;

class ABTestFrameworkTest {
    private static final String NAME = "ml_compression_rollout";

    private final PakitDatabase database = PakitDatabase.inMemory();
    private final List<ABTestFramework.Ended> ended = new ArrayList<>();
    private Instant now = Plans.NOON;
    private final ABTestFramework abTest = new ABTestFramework(database, () -> now, ended::add);

    @Test
    void resultsHaveTheFiguresOfTheGuide() {
        abTest.createExperiment(NAME, 0.5);
        for (int i = 0; i < 1_000; i++) {
            String user = "user" + i;
            Arm variant = abTest.getVariant(NAME, user);
            assertThat(variant.useMl()).isEqualTo(variant.name().equals("treatment"));
            abTest.recordImpression(NAME, user);
            abTest.recordResult(NAME, user, i % 10 != 0, variant.useMl() ? 4 : 8);
        }
        ExperimentResults results = abTest.getResults(NAME);
        assertThat(results.control().impressions() + results.treatment().impressions())
                .isEqualTo(1_000);
        assertThat(results.treatment().useMl()).isTrue();
        assertThat(results.treatment().avgLatencyMs()).isCloseTo(4, within(1e-9));
        assertThat(results.control().p95LatencyMs()).isCloseTo(8, within(0.08));
        assertThat(results.control().successRate()).isBetween(0.85, 0.95);
        assertThat(results.control().trafficShare()).isCloseTo(0.5, within(1e-9));

        Significance latency = abTest.computeStatisticalSignificance(NAME, "p95_latency_ms");
        assertThat(latency.isSignificant()).isTrue();
        assertThat(latency.liftPercentage()).isCloseTo(-50, within(1.5));
    }

    @Test
    void aDifferenceOfMeansIsFoundAndNoneIsNot() {
        abTest.createExperiment(NAME, 0.5);
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 20_000; i++) {
            String user = "user" + i;
            boolean useMl = abTest.getVariant(NAME, user).useMl();
            abTest.recordImpression(NAME, user);
            abTest.recordResult(NAME, user, true, (useMl ? 0.9 : 1.0) * Math.exp(0.3 * random.nextGaussian()));
            abTest.recordMetric(NAME, user, "stored_bytes", 100 + random.nextGaussian());
        }
        Significance latency = abTest.computeStatisticalSignificance(NAME, "avg_latency_ms");
        assertThat(latency.isSignificant()).isTrue();
        assertThat(latency.interval().contains(-0.1)).isTrue();
        assertThat(latency.controlSamples() + latency.treatmentSamples()).isEqualTo(20_000);
        assertThat(abTest.computeStatisticalSignificance(NAME, "stored_bytes").isSignificant())
                .isFalse();
        // the primary metric, cost, was never recorded: that is no proof of anything
        assertThat(abTest.getRecommendation(NAME).verdict()).isEqualTo(Recommendation.Verdict.CONTINUE);
        assertThat(abTest.getRecommendation(NAME).reasons()).anyMatch(reason -> reason.contains("cost"));
    }

    /// Latency doubled when shares changed, for everybody: over both steps, most of treatment's values are late ones.
    @Test
    void aQuantileIsComparedWithinTheStepThatRuns() {
        abTest.createExperiment(NAME, 0.05);
        latencies("early", 20_000, 1);
        abTest.increaseTraffic(NAME, 0.5, "no harm");
        latencies("late", 20_000, 2);
        Significance p50 = abTest.computeStatisticalSignificance(NAME, "p50_latency_ms");
        assertThat(p50.isSignificant()).isFalse();
        assertThat(p50.lift()).isCloseTo(0, within(0.05));
        assertThat(p50.controlSamples() + p50.treatmentSamples()).isEqualTo(20_000);
        assertThat(p50.pValue()).isGreaterThan(0.05);
    }

    private void latencies(String users, int events, double level) {
        SplittableRandom random = new SplittableRandom(events);
        for (int i = 0; i < events; i++) {
            abTest.recordResult(NAME, users + i, true, level * Math.exp(0.2 * random.nextGaussian()));
        }
    }

    @Test
    void nodesAgreeOnWhoBelongsWhereWithoutAskingEachOther() {
        ABTestFramework otherNode = new ABTestFramework(PakitDatabase.inMemory());
        abTest.createExperiment(NAME, 0.5);
        otherNode.createExperiment(NAME, 0.5);
        abTest.createExperiment(abTest.plan("another", "another model", twoArms(), 0.5));
        int alike = 0;
        for (int i = 0; i < 2_000; i++) {
            Arm arm = abTest.getVariant(NAME, "user" + i);
            assertThat(otherNode.getVariant(NAME, "user" + i)).isEqualTo(arm);
            alike += abTest.getVariant("another", "user" + i).equals(arm) ? 1 : 0;
        }
        assertThat(alike).isBetween(900, 1_100); // another experiment mixes them anew
    }

    @ParameterizedTest
    @ValueSource(strings = {"success_rate", "avg_latency_ms", "p50_latency_ms", "p95_latency_ms", "p99_latency_ms"})
    void whatIsWorkedOutIsNeitherRecordedNorDecidedOn(String metric) {
        abTest.createExperiment(NAME, 0.5);
        assertThatThrownBy(() -> new Goal(metric, Goal.Better.LOWER, Goal.Role.PRIMARY, 0.01))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining(metric);
        assertThatThrownBy(() -> abTest.recordMetric(NAME, "user", metric, 1))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining("worked out of");
        assertThat(abTest.computeStatisticalSignificance(NAME, metric).isSignificant())
                .isFalse();
    }

    @Test
    void provenHarmIsToBeRolledBackAndProvenGainRolledOut() {
        assertThat(recommended(1.1)).hasToString("rollback");
        assertThat(recommended(0.9)).hasToString("rollout");
    }

    private Recommendation.Verdict recommended(double cost) {
        String name = "cost-" + cost;
        abTest.createExperiment(abTest.plan(name, name, twoArms(), 0.5));
        play(name, cost, 8_000);
        return abTest.getRecommendation(name).verdict();
    }

    private static List<Arm> twoArms() {
        return List.of(Arm.baseline(Arm.CONTROL), Arm.live(Arm.TREATMENT));
    }

    private void play(String name, double cost, int events) {
        SplittableRandom random = new SplittableRandom(name.hashCode());
        for (int i = 0; i < events; i++) {
            String user = name + random.nextLong();
            boolean useMl = abTest.getVariant(name, user).useMl();
            abTest.recordImpression(name, user);
            abTest.recordResult(name, user, true, 1 + 0.2 * random.nextDouble());
            abTest.recordMetric(name, user, Goal.COST, (useMl ? cost : 1) * (1 + 0.2 * random.nextGaussian()));
        }
    }

    @Test
    void aRampGoesItsWayAndTellsItsEndOnce() {
        RampPlan ramp = new RampPlan(RampPlan.USUAL_SHARES, Duration.ofMinutes(1), 500, RampPlan.Promotion.IF_BETTER);
        ExperimentPlan plan = abTest.plan(NAME, "m", twoArms(), 0.05);
        abTest.createExperiment(new ExperimentPlan(
                plan.name(),
                plan.model(),
                plan.arms(),
                0.05,
                plan.goals(),
                ramp,
                10_000,
                0.05,
                plan.bucketing(),
                plan.salt(),
                now));
        List<Double> shares = new ArrayList<>();
        for (int round = 0; round < 40 && abTest.state(NAME).isRunning(); round++) {
            play(NAME, 0.9, 20_000);
            abTest.evaluate();
            shares.add(abTest.state(NAME).share());
            now = now.plusSeconds(45);
        }
        assertThat(shares).contains(0.05, 0.25, 0.5, 1.0).isSorted();
        assertThat(ended)
                .hasSize(1)
                .first()
                .satisfies(end -> assertThat(end.status()).isEqualTo(ExperimentState.Status.PROMOTED));
        assertThat(abTest.getVariant(NAME, "anybody").useMl()).isTrue();
        assertThat(abTest.state(NAME).history())
                .extracting(ExperimentState.Entry::what)
                .containsExactly("created", "advanced", "advanced", "promoted");
        assertThat(abTest.state(NAME).history().getLast().reasons()).anyMatch(reason -> reason.contains("cost"));
    }

    @Test
    void anEndThatFailsIsTriedAgain() {
        List<ExperimentState.Status> told = new ArrayList<>();
        ABTestFramework failing = new ABTestFramework(PakitDatabase.inMemory(), () -> now, end -> {
            told.add(end.status());
            if (told.size() == 1) {
                throw new PakitException.Unavailable("the disk is full");
            }
        });
        Experiment experiment = Experiment.begin(Plans.of(0.5, null), now);
        assertThat(experiment.step(now, step -> {})).isNull();
        ExperimentPlan plan = failing.plan(NAME, "m", twoArms(), 0.05);
        failing.createExperiment(new ExperimentPlan(
                plan.name(),
                plan.model(),
                plan.arms(),
                0.05,
                plan.goals(),
                Plans.RAMP,
                10_000,
                0.05,
                plan.bucketing(),
                plan.salt(),
                now));
        for (int i = 0; i < 20_000; i++) {
            failing.recordResult(
                    NAME, "user" + i, !failing.getVariant(NAME, "user" + i).useMl(), 1);
        }
        assertThatThrownBy(failing::evaluate).hasMessageContaining("disk is full");
        assertThat(failing.state(NAME).isRunning()).isTrue();
        failing.evaluate();
        assertThat(failing.state(NAME).status()).isEqualTo(ExperimentState.Status.ROLLED_BACK);
        assertThat(told).hasSize(2);
    }

    @Test
    void aPromotionThatIsRefusedForGoodStopsTheExperiment() {
        List<ExperimentState.Status> told = new ArrayList<>();
        ABTestFramework refused = new ABTestFramework(PakitDatabase.inMemory(), () -> now, end -> {
            told.add(end.status());
            if (end.status() == ExperimentState.Status.PROMOTED) {
                throw new PakitException.Refused("the gate says no");
            }
        });
        RampPlan ramp = new RampPlan(List.of(0.5, 1.0), Duration.ZERO, 100, RampPlan.Promotion.IF_NOT_WORSE);
        List<Goal> latency = List.of(new Goal(Goal.LATENCY_MS, Goal.Better.LOWER, Goal.Role.PRIMARY, 0.5));
        refused.createExperiment(refused.plan(NAME, "m", twoArms(), latency, 0, ramp));
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 20_000; i++) {
            refused.recordResult(NAME, "user" + i, true, 1 + random.nextDouble());
        }
        refused.evaluate();
        assertThat(told).containsExactly(ExperimentState.Status.PROMOTED, ExperimentState.Status.STOPPED);
        assertThat(refused.state(NAME).status()).isEqualTo(ExperimentState.Status.STOPPED);
        assertThat(refused.state(NAME).history().getLast().reasons().getFirst())
                .isEqualTo("promotion was refused: the gate says no");
    }

    @Test
    void oneExperimentThatFailsDoesNotHoldUpTheOthers() {
        ABTestFramework failing = new ABTestFramework(PakitDatabase.inMemory(), () -> now, end -> {
            if (end.plan().model().equals("m")) {
                throw new PakitException.Unavailable("the disk is full");
            }
        });
        for (String model : List.of("m", "n")) {
            failing.createExperiment(failing.plan(model, model, twoArms(), guardRails(), 0, Plans.RAMP));
            for (int i = 0; i < 20_000; i++) {
                boolean treated = failing.getVariant(model, "user" + i).useMl();
                failing.recordResult(model, "user" + i, !treated, 1);
            }
        }
        assertThatThrownBy(failing::evaluate).hasMessageContaining("disk is full");
        assertThat(failing.state("m").isRunning()).isTrue();
        assertThat(failing.state("n").status()).isEqualTo(ExperimentState.Status.ROLLED_BACK);
    }

    private static List<Goal> guardRails() {
        List<Goal> goals = new ArrayList<>(ExperimentPlan.USUAL_GUARD_RAILS);
        goals.add(new Goal(Goal.COST, Goal.Better.LOWER, Goal.Role.PRIMARY, 0.01));
        return goals;
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void badFiguresAreRefusedAndNotCounted(double bad) {
        abTest.createExperiment(NAME, 0.5);
        if (bad != -1) {
            assertThatThrownBy(() -> abTest.recordMetric(NAME, "u", "m", bad))
                    .isInstanceOf(PakitException.Invalid.class);
        }
        assertThatThrownBy(() -> abTest.recordResult(NAME, "u", true, bad))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining("latencyMs");
        assertThat(abTest.getResults(NAME).arms()).allMatch(arm -> arm.events() == 0);
    }

    @Test
    void whatIsNotThereIsNamed() {
        assertThatThrownBy(() -> abTest.getResults("none"))
                .isInstanceOf(PakitException.NotFound.class)
                .hasMessageContaining("'none'");
        abTest.createExperiment(NAME, 0.05);
        assertThatThrownBy(() -> abTest.computeStatisticalSignificance(NAME, "speed"))
                .isInstanceOf(PakitException.NotFound.class)
                .hasMessageContaining("'speed'")
                .hasMessageContaining("latency_ms");
        assertThatThrownBy(() -> abTest.createExperiment("other", 1.5)).isInstanceOf(PakitException.Invalid.class);
    }
}
