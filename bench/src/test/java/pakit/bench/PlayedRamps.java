package pakit.bench;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import pakit.ml.database.PakitDatabase;
import pakit.ml.experiment.ABTestFramework;
import pakit.ml.experiment.Arm;
import pakit.ml.experiment.ExperimentPlan;
import pakit.ml.experiment.ExperimentState;
import pakit.ml.experiment.Goal;
import pakit.ml.experiment.RampPlan;
import pakit.ml.experiment.RampPlan.Promotion;
import pakit.ml.experiment.Trial;

/// Whole ramps 5, 25, 50, 100 on played traffic, with the usual goals and margins: who is promoted, who is rolled back,
/// and after how much evidence. 1 % of the events fail, latencies are log-normal (0.5), costs normal (0.3); the ramp is
/// evaluated after every 2,000 events.
final class PlayedRamps {
    private static final int RUNS = 100;
    private static final int RUNS_QUICK = 2;
    private static final int LOOK = 2_000;
    private static final long EVENTS_MIN = 1_000;

    /// How treatment differs from control.
    ///
    /// @param eventsPerUser up to so many, and then each user has a level of its own
    /// @param eventsMax when the traffic ends
    private record World(
            String name,
            double moreFailures,
            double slower,
            double cheaper,
            int eventsPerUser,
            Promotion promotion,
            int eventsMax) {}

    private static final List<World> WORLDS = List.of(
            new World("2 points more failures", 0.02, 0, 0, 1, Promotion.IF_BETTER, 1_000_000),
            new World("10 % more latency", 0, 0.1, 0, 1, Promotion.IF_BETTER, 1_000_000),
            new World("5 % cheaper", 0, 0, 0.05, 1, Promotion.IF_BETTER, 1_000_000),
            new World("alike, promoted if better", 0, 0, 0, 1, Promotion.IF_BETTER, 200_000),
            new World("alike, promoted if not worse", 0, 0, 0, 1, Promotion.IF_NOT_WORSE, 1_000_000),
            new World("alike, users of up to 50 events", 0, 0, 0, 50, Promotion.IF_BETTER, 200_000));

    private record End(ExperimentState.Status status, double share, long events, long treated) {}

    private final World world;

    private PlayedRamps(World world) {
        this.world = world;
    }

    static List<String> measure(Effort effort) {
        List<String> table = new ArrayList<>();
        table.add("| treatment is | promoted | rolled back | neither | of these at 5 % of the traffic "
                + "| events to the verdict: min | median | max | of these by treatment, median |");
        table.add("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        for (World world : WORLDS) {
            table.add(new PlayedRamps(world).row(effort == Effort.QUICK ? RUNS_QUICK : RUNS));
        }
        return table;
    }

    private String row(int runs) {
        List<End> ends = IntStream.range(0, runs).parallel().mapToObj(this::run).toList();
        List<End> decided = ends.stream()
                .filter(end -> end.status != ExperimentState.Status.RUNNING)
                .toList();
        String events = "– | – | – | –";
        if (!decided.isEmpty()) {
            events = Spread.of(decided.stream().map(end -> (double) end.events).toList())
                            .cells(0)
                    + String.format(
                            Locale.ROOT,
                            " | %,.0f",
                            Spread.of(decided.stream()
                                            .map(end -> (double) end.treated)
                                            .toList())
                                    .median());
        }
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %d | %s |",
                world.name,
                share(ends, ExperimentState.Status.PROMOTED),
                share(ends, ExperimentState.Status.ROLLED_BACK),
                share(ends, ExperimentState.Status.RUNNING),
                decided.stream().filter(end -> end.share == 0.05).count(),
                events);
    }

    private static String share(List<End> ends, ExperimentState.Status status) {
        long count = ends.stream().filter(end -> end.status == status).count();
        return count + " of " + ends.size();
    }

    private End run(int run) {
        SplittableRandom random = new SplittableRandom(7_919L * run + world.name.hashCode());
        try (PakitDatabase database = PakitDatabase.inMemory()) {
            ABTestFramework framework = new ABTestFramework(database, InstantSource.system(), ended -> {});
            ExperimentPlan plan = framework.createExperiment(plan(framework, "run" + run));
            long events = 0;
            double share = 0.05;
            int user = 0;
            while (events < world.eventsMax && framework.running("m") != null) {
                share = framework.state(plan.name()).share();
                for (int i = 0; i < LOOK; ) {
                    int many = world.eventsPerUser == 1 ? 1 : 1 + random.nextInt(world.eventsPerUser);
                    play(framework.trialOf(plan.name(), "u" + user++), many, random);
                    i += many;
                    events += many;
                }
                framework.evaluate();
            }
            return new End(
                    framework.state(plan.name()).status(),
                    share,
                    events,
                    framework.getResults(plan.name()).treatment().events());
        }
    }

    private ExperimentPlan plan(ABTestFramework framework, String name) {
        List<Goal> goals = new ArrayList<>(ExperimentPlan.USUAL_GUARD_RAILS);
        goals.add(new Goal(Goal.COST, Goal.Better.LOWER, Goal.Role.PRIMARY, Goal.USUAL_MARGIN));
        RampPlan ramp = new RampPlan(RampPlan.USUAL_SHARES, Duration.ZERO, EVENTS_MIN, world.promotion);
        return framework.plan(
                name, "m", List.of(Arm.baseline(Arm.CONTROL), Arm.live(Arm.TREATMENT)), goals, 0.05, ramp);
    }

    private void play(Trial unit, int events, SplittableRandom random) {
        boolean treated = unit.arm().useMl();
        double level = world.eventsPerUser == 1 ? 1 : Math.exp(random.nextGaussian());
        for (int i = 0; i < events; i++) {
            boolean failed = random.nextDouble() < 0.01 + (treated ? world.moreFailures : 0);
            double latency = level * Math.exp(0.5 * random.nextGaussian()) * (treated ? 1 + world.slower : 1);
            double cost = level * (1 + 0.3 * random.nextGaussian()) * (treated ? 1 - world.cheaper : 1);
            unit.served(!failed, latency, Map.of(Goal.COST, cost));
        }
    }
}
