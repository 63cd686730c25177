package pakit.ml.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.ml.feature.CompressionFeatures;
import pakit.ml.models.CompressionEvaluator;
import pakit.ml.models.MeasuredBlock;
import pakit.ml.models.Reference;
import pakit.ml.models.References;
import pakit.ml.telemetry.TelemetryEvent;

/// On the blocks of the reference set, on which every codec was really tried: what the candidate brings is known.
class CandidateEstimatorTest {
    private static final Profile PROFILE = Profile.BALANCED;
    private static final List<Integer> SAFE = List.of(2, 3, 4); // zstd-1, zstd-3, zstd-9
    private static final double SHARE = 0.3;

    private final Candidate candidate = new Candidate();
    private final List<MeasuredBlock> blocks = measured(candidate);
    private long slower = 1;

    @Test
    void estimatesCoverWhatTheCandidateReallyBrings() {
        List<TelemetryEvent> events = new ArrayList<>();
        Random random = new Random(9);
        for (int i = 0; i < blocks.size(); i++) {
            events.add(stored(i, blocks.get(i), random));
            if (random.nextInt(8) == 0) {
                events.add(tried(i, blocks.get(i)));
            }
        }
        CandidateReport report = CandidateEstimator.estimate(candidate, PROFILE, events);
        assertThat(report.decisions()).isEqualTo(blocks.size());
        assertThat(report.agreeing()).isBetween(1L, report.decisions() - 1);
        assertThat(report.warnings()).isEmpty();
        double bytes = 0;
        double nanos = 0;
        double cost = 0;
        double cheapest = 0;
        for (MeasuredBlock block : blocks) {
            int choice = CompressionEvaluator.choice(candidate, PROFILE, block.features());
            bytes += block.storedBytes()[choice];
            nanos += block.packNanos()[choice];
            cost += block.cost(PROFILE, choice);
            cheapest += block.cost(PROFILE, block.oracle(PROFILE));
        }
        for (String method : List.of("ips", "snips", "doubly_robust", "oracle")) {
            covers(report, "stored_bytes", method, bytes / blocks.size());
            covers(report, "encode_ms", method, nanos / blocks.size() / 1e6);
            covers(report, "cost_bytes", method, cost / blocks.size());
            covers(report, "regret_percent", method, 100 * (cost / cheapest - 1));
        }
        assertThat(width(report, "doubly_robust")).isLessThan(width(report, "ips"));
    }

    /// The machine was busy: puts took twenty times as long as packing takes of a core. Bytes and regret do not care.
    @Test
    void aBusyMachineIsNoRegret() {
        slower = 20;
        List<TelemetryEvent> events = new ArrayList<>();
        Random random = new Random(9);
        double cost = 0;
        double cheapest = 0;
        for (int i = 0; i < blocks.size(); i++) {
            MeasuredBlock block = blocks.get(i);
            events.add(stored(i, block, random));
            if (random.nextInt(8) == 0) {
                events.add(tried(i, block));
            }
            cost += block.cost(PROFILE, CompressionEvaluator.choice(candidate, PROFILE, block.features()));
            cheapest += block.cost(PROFILE, block.oracle(PROFILE));
        }
        CandidateReport report = CandidateEstimator.estimate(candidate, PROFILE, events);
        for (String method : List.of("ips", "snips", "doubly_robust", "oracle")) {
            covers(report, "regret_percent", method, 100 * (cost / cheapest - 1));
        }
        assertThat(report.warnings()).singleElement().asString().containsPattern("puts took (19|20)\\.\\d times");
    }

    /// What a new version is compared with before it may serve.
    @Test
    void regretOfWhatWasDecidedStandsBeside() {
        List<TelemetryEvent> events = new ArrayList<>();
        double cost = 0;
        double cheapest = 0;
        for (int i = 0; i < 200; i++) {
            MeasuredBlock block = blocks.get(i);
            events.add(tried(i, block)); // zstd-3 was decided on
            cost += block.hintedCost(PROFILE, Codec.MENU.indexOf(new Codec.Zstd(3)));
            cheapest += block.cost(PROFILE, block.oracle(PROFILE));
        }
        CandidateReport report = CandidateEstimator.estimate(candidate, PROFILE, events);
        assertThat(figure(report, "regret_percent", "logged").value())
                .isCloseTo(100 * (cost / cheapest - 1), within(1e-6));
        assertThat(report.figures())
                .noneMatch(figure -> figure.measure().equals("regret_percent")
                        && figure.method().equals("ips"));
    }

    @Test
    void withoutEventsItSaysWhatToDo() {
        CandidateReport report = CandidateEstimator.estimate(
                candidate,
                PROFILE,
                List.of(new TelemetryEvent.Predicted(Instant.EPOCH, "m", "1", 1, true, 5, List.of(), List.of())));
        assertThat(report.figures()).isEmpty();
        assertThat(report.warnings()).hasSize(2).first().asString().contains("ml.exploration");
    }

    @Test
    void choicesThatWereNeverTriedAreWarnedOf() {
        List<TelemetryEvent> events = new ArrayList<>();
        Random random = new Random(2);
        candidate.wanted = new Codec.Zstd(15); // not among the safe ones
        blocks.forEach(block -> events.add(stored(1, block, random)));
        CandidateReport report = CandidateEstimator.estimate(candidate, PROFILE, events);
        assertThat(report.support()).isLessThan(1);
        assertThat(report.warnings()).anyMatch(warning -> warning.contains("never tried"));
    }

    @Test
    void fewAgreeingDecisionsAreWarnedOf() {
        List<TelemetryEvent> events = new ArrayList<>();
        Random random = new Random(2);
        blocks.subList(0, 50).forEach(block -> events.add(stored(1, block, random)));
        assertThat(CandidateEstimator.estimate(candidate, PROFILE, events).warnings())
                .anyMatch(warning -> warning.contains("effective sample size"));
    }

    private static void covers(CandidateReport report, String measure, String method, double truth) {
        CandidateReport.Figure figure = figure(report, measure, method);
        assertThat(truth).as(measure + " by " + method).isBetween(figure.low(), figure.high());
    }

    private static double width(CandidateReport report, String method) {
        CandidateReport.Figure figure = figure(report, "cost_bytes", method);
        return figure.high() - figure.low();
    }

    private static CandidateReport.Figure figure(CandidateReport report, String measure, String method) {
        return report.figures().stream()
                .filter(one -> one.measure().equals(measure) && one.method().equals(method))
                .findFirst()
                .orElseThrow();
    }

    /// Logged by a policy that takes the default, or draws a safe codec.
    private TelemetryEvent stored(long hash, MeasuredBlock block, Random random) {
        int standard = Codec.MENU.indexOf(PROFILE.defaultCodec());
        int codec = random.nextDouble() < SHARE ? SAFE.get(random.nextInt(SAFE.size())) : standard;
        double propensity = SHARE / SAFE.size() + (codec == standard ? 1 - SHARE : 0);
        return new TelemetryEvent.BlockStored(
                Instant.EPOCH,
                hash,
                block.plainBytes(),
                block.storedBytes()[codec],
                Codec.MENU.get(codec).label(),
                Codec.MENU.get(codec).label(),
                "abstained",
                "",
                "",
                0,
                0,
                slower * block.packNanos()[codec],
                propensity,
                codec != standard,
                CompressionFeatures.listed(block.features()));
    }

    private static TelemetryEvent tried(long hash, MeasuredBlock block) {
        List<Integer> bytes = new ArrayList<>();
        List<Long> nanos = new ArrayList<>();
        for (int codec = 0; codec < Codec.MENU.size(); codec++) {
            bytes.add(block.storedBytes()[codec]);
            nanos.add(block.packNanos()[codec]);
        }
        return new TelemetryEvent.OracleTried(
                Instant.EPOCH,
                hash,
                PROFILE.label(),
                block.plainBytes(),
                "compression/1",
                CompressionFeatures.listed(block.features()),
                Codec.MENU.stream().map(Codec::label).toList(),
                bytes,
                nanos,
                "zstd-3",
                1,
                0);
    }

    private static List<MeasuredBlock> measured(Candidate candidate) {
        Reference reference = References.standard()
                .of(candidate.manifest())
                .orElseThrow()
                .reference()
                .get();
        return ((Reference.Blocks) reference).blocks();
    }
}
