package pakit.ml.estimate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import pakit.codec.Profile;
import pakit.ml.estimate.CandidateReport.Figure;
import pakit.ml.models.CompressionEvaluator;
import pakit.ml.models.CompressionModel;
import pakit.ml.models.MeasuredBlock;
import pakit.ml.telemetry.TelemetryEvent;
import pakit.stats.BivariateMoments;
import pakit.stats.Estimate;
import pakit.stats.Interval;
import pakit.stats.Moments;
import pakit.stats.OffPolicy;

/// Tells from logged events what a candidate would bring, without asking it about any new block: by off-policy
/// estimators ([OffPolicy]) on decisions that were drawn with a known probability, and directly on blocks on which all
/// codecs were tried. These also give the reward model of the doubly robust estimator, and the cheapest cost that
/// regret is counted from. Pure.
public final class CandidateEstimator {
    private static final double ALPHA = 0.05;
    private static final double NANOS_PER_MS = 1e6;
    private static final int ENOUGH = 100;
    private static final double ENOUGH_SHARE = 0.05;
    private static final double FACTOR_TOLD = 1.25;

    private final CompressionModel candidate;
    private final Profile profile;
    private final LoggedBlocks logged;
    private final RewardModel rewards;
    private final Slowdown slowdown;

    private CandidateEstimator(CompressionModel candidate, Profile profile, LoggedBlocks logged) {
        this.candidate = candidate;
        this.profile = profile;
        this.logged = logged;
        this.rewards = new RewardModel(
                logged.tried().stream().map(LoggedBlocks.Tried::block).toList());
        this.slowdown = Slowdown.of(logged, profile);
    }

    /// @param events in any order; those that say nothing of it are passed over
    public static CandidateReport estimate(CompressionModel candidate, Profile profile, List<TelemetryEvent> events) {
        return new CandidateEstimator(candidate, profile, LoggedBlocks.of(events, profile)).report();
    }

    /// What is measured of a block.
    ///
    /// @param of bytes and nanoseconds
    private record Measure(String name, Price of) {}

    private interface Price {
        double of(double bytes, double nanos);
    }

    /// What times are multiplied by, so that both are by one clock.
    private record Clock(double ofPuts, double ofOracle) {}

    private Measure bytes() {
        return new Measure("stored_bytes", (stored, nanos) -> stored);
    }

    private Measure time() {
        return new Measure("encode_ms", (stored, nanos) -> nanos / NANOS_PER_MS);
    }

    private Measure cost() {
        return new Measure("cost_bytes", (stored, nanos) -> stored + profile.cost(0, 1) * nanos);
    }

    private CandidateReport report() {
        int[] drawnChoices = logged.drawn().stream()
                .mapToInt(block -> CompressionEvaluator.choice(candidate, profile, block.features()))
                .toArray();
        int[] triedChoices = logged.tried().stream()
                .mapToInt(tried -> CompressionEvaluator.choice(
                        candidate, profile, tried.block().features()))
                .toArray();
        OffPolicy ofCost = offPolicy(cost(), drawnChoices, byPuts());
        List<Figure> figures = new ArrayList<>();
        for (Measure measure : List.of(bytes(), time(), cost())) {
            addFigures(figures, measure, drawnChoices, triedChoices);
        }
        addRegret(figures, drawnChoices, triedChoices);
        return new CandidateReport(
                candidate.manifest().name(),
                candidate.manifest().version().text(),
                profile.label(),
                ofCost.units(),
                agreeing(drawnChoices),
                ofCost.effectiveSampleSize(),
                ofCost.units() == 0 ? 0 : ofCost.support().value(),
                logged.tried().size(),
                figures,
                warnings(ofCost));
    }

    private Clock byPuts() {
        return new Clock(1, slowdown.factor().value());
    }

    private OffPolicy offPolicy(Measure measure, int[] choices, Clock clock) {
        OffPolicy sums = OffPolicy.EMPTY;
        for (int i = 0; i < choices.length; i++) {
            LoggedBlocks.Drawn block = logged.drawn().get(i);
            sums = sums.plus(new OffPolicy.Unit(
                    choices[i] == block.codec() ? 1 / block.propensity() : 0,
                    measure.of().of(block.storedBytes(), clock.ofPuts() * block.encodeNanos()),
                    foretold(measure, block, block.codec(), clock),
                    foretold(measure, block, choices[i], clock)));
        }
        return sums;
    }

    private double foretold(Measure measure, LoggedBlocks.Drawn block, int codec, Clock clock) {
        return measure.of()
                .of(
                        rewards.storedBytes(block.features(), block.plainBytes(), codec),
                        clock.ofOracle() * rewards.packNanos(block.features(), block.plainBytes(), codec));
    }

    private void addFigures(List<Figure> figures, Measure measure, int[] drawnChoices, int[] triedChoices) {
        OffPolicy sums = offPolicy(measure, drawnChoices, byPuts());
        add(
                figures,
                measure.name(),
                "logged",
                mean(logged.drawn(), block -> measure.of().of(block.storedBytes(), block.encodeNanos())));
        add(figures, measure.name(), "ips", sums.ips());
        add(figures, measure.name(), "snips", sums.snips());
        add(figures, measure.name(), "doubly_robust", sums.doublyRobust());
        Moments direct = Moments.EMPTY;
        for (int i = 0; i < triedChoices.length; i++) {
            MeasuredBlock block = logged.tried().get(i).block();
            direct = direct.plus(
                    measure.of().of(block.storedBytes()[triedChoices[i]], block.packNanos()[triedChoices[i]]));
        }
        add(figures, measure.name(), "oracle", Estimate.mean(direct));
    }

    /// Above the cheapest cost, which only blocks on which all codecs were tried can tell.
    private void addRegret(List<Figure> figures, int[] drawnChoices, int[] triedChoices) {
        if (triedChoices.length < 2) {
            return;
        }
        int[] decided =
                logged.tried().stream().mapToInt(LoggedBlocks.Tried::codec).toArray();
        addRegret(figures, "logged", regretOfTried(decided));
        if (slowdown.isKnown()) {
            addRegretOfDrawn(figures, drawnChoices);
        }
        addRegret(figures, "oracle", regretOfTried(triedChoices));
    }

    /// By decisions that were drawn, their times taken down to what the oracle's clock would have said.
    private void addRegretOfDrawn(List<Figure> figures, int[] choices) {
        double factor = slowdown.factor().value();
        Clock clock = new Clock(1 / factor, 1);
        OffPolicy cost = offPolicy(cost(), choices, clock);
        OffPolicy bytes = offPolicy(bytes(), choices, clock);
        Estimate cheapest = mean(
                logged.tried(),
                tried -> tried.block().cost(profile, tried.block().oracle(profile)));
        addRegret(figures, "ips", inCpuTime(cost.ips(), bytes.ips()).relativeTo(cheapest));
        addRegret(figures, "snips", inCpuTime(cost.snips(), bytes.snips()).relativeTo(cheapest));
        addRegret(
                figures,
                "doubly_robust",
                inCpuTime(cost.doublyRobust(), bytes.doublyRobust()).relativeTo(cheapest));
    }

    private Estimate inCpuTime(Estimate cost, Estimate bytes) {
        return new Estimate(cost.value(), cost.variance() + slowdown.varianceOf(cost.value() - bytes.value()));
    }

    private Estimate regretOfTried(int[] choices) {
        BivariateMoments pairs = BivariateMoments.EMPTY;
        for (int i = 0; i < choices.length; i++) {
            MeasuredBlock block = logged.tried().get(i).block();
            double least = block.cost(profile, block.oracle(profile));
            pairs = pairs.plus(block.hintedCost(profile, choices[i]) - least, least);
        }
        return pairs.ratio();
    }

    private static void addRegret(List<Figure> figures, String method, Estimate regret) {
        add(figures, "regret_percent", method, regret.times(100));
    }

    private static <T> Estimate mean(List<T> blocks, ToDoubleFunction<T> figure) {
        Moments moments = Moments.EMPTY;
        for (T block : blocks) {
            moments = moments.plus(figure.applyAsDouble(block));
        }
        return Estimate.mean(moments);
    }

    /// What is not known is left out.
    private static void add(List<Figure> figures, String measure, String method, Estimate estimate) {
        Interval interval = estimate.interval(ALPHA);
        if (Double.isFinite(interval.width())) {
            figures.add(new Figure(measure, method, estimate.value(), interval.low(), interval.high()));
        }
    }

    private long agreeing(int[] choices) {
        long agreeing = 0;
        for (int i = 0; i < choices.length; i++) {
            agreeing += choices[i] == logged.drawn().get(i).codec() ? 1 : 0;
        }
        return agreeing;
    }

    private List<String> warnings(OffPolicy sums) {
        List<String> warnings = new ArrayList<>();
        double effective = sums.effectiveSampleSize();
        if (sums.units() == 0) {
            warnings.add("no decision was drawn with a known probability: set ml.exploration above 0 and store files");
        } else if (effective < Math.max(ENOUGH, ENOUGH_SHARE * sums.units())) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "the effective sample size is %.0f of %d decisions: intervals of ips, snips and doubly_robust are"
                            + " not to be trusted",
                    effective,
                    sums.units()));
        }
        if (sums.units() > 1 && sums.support().interval(ALPHA).high() < 1) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "what the candidate would do was never tried in about %.0f %% of its choices: ips is too low by"
                            + " them, and snips leaves them out",
                    100 * (1 - sums.support().value())));
        }
        if (logged.tried().size() < ENOUGH) {
            warnings.add("all codecs were tried on " + logged.tried().size() + " blocks only: regret and the oracle's"
                    + " figures need " + ENOUGH + "; raise oracle.share");
        }
        if (slowdown.factor().value() > FACTOR_TOLD) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "puts took %.1f times the CPU time that the oracle found for the same %d blocks: encode_ms and"
                            + " cost_bytes of oracle are by another clock than those of the other methods; regret"
                            + " allows for that",
                    slowdown.factor().value(),
                    slowdown.blocks()));
        }
        return warnings;
    }
}
