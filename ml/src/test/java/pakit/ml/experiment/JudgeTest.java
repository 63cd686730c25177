package pakit.ml.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import pakit.stats.Interval;
import pakit.stats.SampleRatio;
import pakit.stats.Verdict;

class JudgeTest {
    private final ExperimentPlan plan = Plans.of(0.5, null);

    @Test
    void withoutEventsNothingIsKnown() {
        Evidence evidence = new Judge(plan, Map.of()).judge(List.of(phase(new ArmTally(), new ArmTally())));
        assertThat(evidence.effects()).hasSize(3).allSatisfy(effect -> {
            assertThat(effect.verdict()).isEqualTo(Verdict.NOT_ENOUGH_EVIDENCE);
            assertThat(effect.interval()).isEqualTo(Interval.ALL);
            assertThat(effect.lift()).isNaN();
        });
        assertThat(evidence.sampleRatio().sequential()).isEqualTo(1);
    }

    /// Each phase has no effect; together the arms differ by a third, because traffic got dearer while shares changed.
    @Test
    void aChangeOfSharesDoesNotLookLikeAnEffect() {
        SplittableRandom random = new SplittableRandom(1);
        PhaseFigures cheap = traffic(random, 0.05, 1);
        PhaseFigures dear = traffic(random, 0.5, 2);
        Evidence.Effect cost =
                new Judge(plan, Map.of()).judge(List.of(cheap, dear)).effects().getLast();
        assertThat(cost.treatment() / cost.control()).isGreaterThan(1.2);
        assertThat(cost.interval().contains(0)).isTrue();
        assertThat(Math.abs(cost.lift())).isLessThan(0.02);
    }

    /// What was seen at a small share says nothing of what a larger one does to a node.
    @Test
    void eachStepNeedsEventsOfItsOwn() {
        SplittableRandom random = new SplittableRandom(3);
        ArmTally[] arms = {new ArmTally(), new ArmTally()};
        for (int i = 0; i < 5_000; i++) {
            for (Goal goal : plan.goals()) {
                arms[i % 2].add(goal.metric(), i, 1 + 0.1 * random.nextGaussian());
            }
        }
        PhaseFigures before = phase(arms[0], arms[1]);
        PhaseFigures begun = phase(new ArmTally(), new ArmTally());
        Judge judge = new Judge(plan, Map.of());
        assertThat(judge.judge(List.of(before)).events()).containsOnly(2_500L);
        Evidence evidence = judge.judge(List.of(before, begun));
        assertThat(evidence.effects().getLast().treatmentEvents()).isPositive();
        assertThat(Ramp.step(Plans.RAMP, 1, Plans.NOON, evidence, Plans.NOON))
                .isInstanceOfSatisfying(
                        Step.Wait.class,
                        wait -> assertThat(wait.reasons())
                                .contains("each arm needs 1000 events at this share, one has 0"));
    }

    private PhaseFigures traffic(SplittableRandom random, double share, double level) {
        ArmTally[] arms = {new ArmTally(), new ArmTally()};
        for (int i = 0; i < 20_000; i++) {
            Assignment unit = Assignment.of(plan, share, "u" + random.nextLong());
            arms[unit.arm()].impression(unit.bucket());
            arms[unit.arm()].add(Plans.COST, unit.bucket(), level * (1 + 0.1 * random.nextGaussian()));
        }
        return new PhaseFigures(share, List.of(arms[0].figures(), arms[1].figures()));
    }

    @Test
    void lostImpressionsAreSeenAndHeavyUsersAreNoLoss() {
        assertThat(ratio(1, 1.0)).isGreaterThan(0.05);
        assertThat(ratio(1, 0.9)).isLessThan(SampleRatio.ALARM);
        assertThat(ratio(200, 1.0)).isGreaterThan(0.05); // a plain test on these counts alarms
    }

    /// p-value of the split when treatment's impressions arrive with probability `kept`.
    private double ratio(int eventsPerUser, double kept) {
        SplittableRandom random = new SplittableRandom(eventsPerUser);
        ArmTally[] arms = {new ArmTally(), new ArmTally()};
        for (int user = 0; user < 40_000 / eventsPerUser; user++) {
            Assignment unit = Assignment.of(plan, 0.5, "u" + user);
            for (int event = 0; event < eventsPerUser; event++) {
                if (unit.arm() == 0 || random.nextDouble() < kept) {
                    arms[unit.arm()].impression(unit.bucket());
                }
            }
        }
        return new Judge(plan, Map.of())
                .judge(List.of(new PhaseFigures(0.5, List.of(arms[0].figures(), arms[1].figures()))))
                .sampleRatio()
                .sequential();
    }

    /// Too little for the test that may be looked at any time, and too much to go on with.
    @Test
    void aDecisionIsHeldUpByASplitThatLooksBroken() {
        Evidence sound = decidedOn(new Evidence.Split(0.5, 1));
        Evidence doubtful = decidedOn(new Evidence.Split(SampleRatio.ALARM / 2, 0.02));
        assertThat(Ramp.step(Plans.RAMP, 0, Plans.NOON, sound, Plans.NOON))
                .isInstanceOfSatisfying(
                        Step.Advance.class,
                        advance -> assertThat(advance.reasons())
                                .anyMatch(reason -> reason.contains("chi-square p = 0.50")));
        assertThat(Ramp.step(Plans.RAMP, 0, Plans.NOON, doubtful, Plans.NOON))
                .isInstanceOfSatisfying(
                        Step.Wait.class,
                        wait -> assertThat(wait.reasons())
                                .containsExactly("units may not fall into arms as meant: chi-square p = 0.00050"));
    }

    private static Evidence decidedOn(Evidence.Split split) {
        return new Evidence(List.of(), List.of(5_000L, 5_000L), split);
    }

    @Test
    void theMixtureIsFixedOnce() {
        SplittableRandom random = new SplittableRandom(2);
        Judge first = new Judge(plan, Map.of());
        first.judge(List.of(traffic(random, 0.5, 1)));
        Judge second = new Judge(plan, first.precisions());
        second.judge(List.of(traffic(random, 0.5, 3)));
        assertThat(first.precisions()).isNotEmpty();
        assertThat(second.precisions()).isEqualTo(first.precisions());
    }

    private static PhaseFigures phase(ArmTally control, ArmTally treatment) {
        return new PhaseFigures(0.5, List.of(control.figures(), treatment.figures()));
    }
}
