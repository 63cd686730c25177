package pakit.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import pakit.stats.Estimate;
import pakit.stats.Moments;
import pakit.stats.NormalMixture;
import pakit.stats.SamplePlan;
import pakit.stats.Welch;

/// What always-valid tests promise, by simulation: a look after every 100 events of each arm.
final class PeekedTests {
    private static final int RUNS = 2_000;
    private static final int RUNS_QUICK = 20;
    private static final int EVENTS = 20_000;
    private static final int LOOK = 100;
    private static final double ALPHA = 0.05;

    /// Of the standard deviation: the effect that the fixed test finds with 80 % power by 1,570 events an arm.
    private static final double EFFECT = 0.1;

    private static final int TOO_MANY_TIMES = 20;

    /// What a request's figure may look like.
    private record Shape(String name, double mean, double deviation, ToDoubleFunction<SplittableRandom> draw) {}

    private static final List<Shape> SHAPES = List.of(
            new Shape("shares of 5 %", 0.05, Math.sqrt(0.05 * 0.95), random -> random.nextDouble() < 0.05 ? 1 : 0),
            new Shape("normal", 1, 1, random -> 1 + random.nextGaussian()),
            new Shape(
                    "log-normal, deviation 1 of the logarithm",
                    Math.exp(0.5),
                    Math.sqrt((Math.E - 1) * Math.E),
                    random -> Math.exp(random.nextGaussian())),
            new Shape("Pareto, α = 3", 1.5, Math.sqrt(0.75), random -> Math.pow(1 - random.nextDouble(), -1 / 3.0)),
            new Shape(
                    "Pareto, α = 2.5",
                    2.5 / 1.5,
                    Math.sqrt(2.5 / (1.5 * 1.5 * 0.5)),
                    random -> Math.pow(1 - random.nextDouble(), -1 / 2.5)));

    private final Shape shape;
    private final int runs;

    private PeekedTests(Shape shape, int runs) {
        this.shape = shape;
        this.runs = runs;
    }

    static List<String> measure(Effort effort) {
        List<String> table = new ArrayList<>();
        table.add("| values | false alarms % | of a t-test at the same looks % | coverage at all looks % "
                + "| median stop / fixed test | stops the wrong way % |");
        table.add("|---|---:|---:|---:|---:|---:|");
        for (Shape shape : SHAPES) {
            table.add(new PeekedTests(shape, effort == Effort.QUICK ? RUNS_QUICK : RUNS).row());
        }
        return table;
    }

    private String row() {
        int[] alarms = new int[2];
        IntStream.range(0, runs).forEach(run -> addAlarms(alarms, new SplittableRandom(31L * run + 1)));
        long covered = IntStream.range(0, runs)
                .filter(run -> covers(new SplittableRandom(977L * run + 2)))
                .count();
        long planned = SamplePlan.USUAL.valuesPerArm(effect(), shape.deviation * shape.deviation);
        double[] stops = IntStream.range(0, runs)
                .mapToDouble(run -> stop(new SplittableRandom(13L * run + 3), planned))
                .toArray();
        double[] times = Arrays.stream(stops).map(Math::abs).sorted().toArray();
        long wrong = Arrays.stream(stops).filter(stop -> stop < 0).count();
        return String.format(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.1f | %.2f | %.1f |",
                shape.name,
                100.0 * alarms[0] / runs,
                100.0 * alarms[1] / runs,
                100.0 * covered / runs,
                times[runs / 2] / planned,
                100.0 * wrong / runs);
    }

    private double effect() {
        return EFFECT * shape.deviation;
    }

    /// Two equal arms.
    private void addAlarms(int[] alarms, SplittableRandom random) {
        Arms arms = new Arms(random);
        NormalMixture mixture = null;
        boolean sequential = false;
        boolean welch = false;
        for (int events = LOOK; events <= EVENTS; events += LOOK) {
            arms.draw(1, 0);
            mixture = mixture == null ? arms.mixture(events) : mixture;
            Estimate effect = arms.effect();
            sequential |= mixture.pValue(effect.value(), effect.variance()) < ALPHA;
            welch |= effect.variance() > 0
                    && Welch.difference(arms.control, arms.treatment).pValue() < ALPHA;
        }
        alarms[0] += sequential ? 1 : 0;
        alarms[1] += welch ? 1 : 0;
    }

    /// Treatment is a tenth more, so that there is a difference to cover.
    private boolean covers(SplittableRandom random) {
        Arms arms = new Arms(random);
        NormalMixture mixture = null;
        for (int events = LOOK; events <= EVENTS; events += LOOK) {
            arms.draw(1.1, 0);
            mixture = mixture == null ? arms.mixture(events) : mixture;
            Estimate effect = arms.effect();
            if (!mixture.interval(effect.value(), effect.variance(), ALPHA).contains(0.1 * shape.mean)) {
                return false;
            }
        }
        return true;
    }

    /// After how many events an arm the effect is found, negative if with the wrong sign.
    private double stop(SplittableRandom random, long planned) {
        Arms arms = new Arms(random);
        NormalMixture mixture = SamplePlan.USUAL.mixture(effect());
        for (long events = LOOK; events <= TOO_MANY_TIMES * planned; events += LOOK) {
            arms.draw(1, effect());
            Estimate found = arms.effect();
            if (mixture.pValue(found.value(), found.variance()) < ALPHA) {
                return Math.copySign(events, found.value());
            }
        }
        return (double) TOO_MANY_TIMES * planned;
    }

    private final class Arms {
        private final SplittableRandom random;
        private Moments control = Moments.EMPTY;
        private Moments treatment = Moments.EMPTY;

        Arms(SplittableRandom random) {
            this.random = random;
        }

        void draw(double factor, double more) {
            for (int i = 0; i < LOOK; i++) {
                control = control.plus(shape.draw.applyAsDouble(random));
                treatment = treatment.plus(factor * shape.draw.applyAsDouble(random) + more);
            }
        }

        Estimate effect() {
            return Estimate.mean(treatment).minus(Estimate.mean(control));
        }

        /// Fixed at the first look, tightest at the last.
        NormalMixture mixture(int events) {
            return NormalMixture.tightestAtVariance(effect().variance() * events / EVENTS, ALPHA);
        }
    }
}
