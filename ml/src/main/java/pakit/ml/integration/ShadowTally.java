package pakit.ml.integration;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.ml.models.MeasuredBlock;
import pakit.ml.oracle.RelativeCost;
import pakit.ml.serving.ErrorKind;
import pakit.ml.serving.LatencyRecord;
import pakit.stats.BinomialMixture;
import pakit.stats.Interval;

/// What came of the comparisons between two versions. Bounded: pairs of codecs are few. Thread-safe.
final class ShadowTally {
    private static final double ALPHA = 0.05;

    private final Side live;
    private final Side candidate;
    private final Map<Pair, Long> differences = new HashMap<>();
    private long compared;
    private long agreed;

    ShadowTally(String live, String candidate) {
        this.live = new Side(live);
        this.candidate = new Side(candidate);
    }

    private record Pair(String live, String candidate) {}

    boolean isOf(String liveVersion, String candidateVersion) {
        return live.version.equals(liveVersion) && candidate.version.equals(candidateVersion);
    }

    /// Counts the answers to one question.
    synchronized void add(ShadowAnswer ofLive, ShadowAnswer ofCandidate) {
        live.add(ofLive);
        candidate.add(ofCandidate);
        if (ofLive instanceof ShadowAnswer.Chosen here && ofCandidate instanceof ShadowAnswer.Chosen there) {
            compared++;
            if (here.codec().equals(there.codec())) {
                agreed++;
            } else {
                Pair pair = new Pair(here.codec().label(), there.codec().label());
                differences.merge(pair, 1L, Long::sum);
            }
        }
    }

    /// As [#add], of a block on which every codec was tried: both choices have a price.
    synchronized void add(ShadowAnswer ofLive, ShadowAnswer ofCandidate, MeasuredBlock block, Profile profile) {
        add(ofLive, ofCandidate);
        live.price(ofLive, block, profile);
        candidate.price(ofCandidate, block, profile);
    }

    synchronized ShadowReport report(String model, double share, long dropped) {
        return new ShadowReport(
                model,
                live.figures(),
                candidate.figures(),
                share,
                compared,
                agreed,
                compared == 0 ? null : agreement(),
                differences(),
                dropped);
    }

    private ShadowReport.Figure agreement() {
        Interval interval = BinomialMixture.UNIFORM.interval(agreed, compared, ALPHA);
        return new ShadowReport.Figure((double) agreed / compared, interval.low(), interval.high());
    }

    private List<ShadowReport.Difference> differences() {
        return differences.entrySet().stream()
                .map(entry -> new ShadowReport.Difference(
                        entry.getKey().live(), entry.getKey().candidate(), entry.getValue()))
                .sorted(Comparator.comparingLong(ShadowReport.Difference::times)
                        .reversed()
                        .thenComparing(ShadowReport.Difference::live)
                        .thenComparing(ShadowReport.Difference::candidate))
                .toList();
    }

    private static final class Side {
        private final String version;
        private final LatencyRecord latency = new LatencyRecord();
        private final RelativeCost regret = RelativeCost.regret();
        private final Map<ErrorKind, Long> failures = new EnumMap<>(ErrorKind.class);
        private long priced;

        Side(String version) {
            this.version = version;
            for (ErrorKind kind : ErrorKind.values()) {
                failures.put(kind, 0L);
            }
        }

        void add(ShadowAnswer answer) {
            switch (answer) {
                case ShadowAnswer.Chosen chosen -> latency.add(chosen.nanos());
                case ShadowAnswer.Failed failed -> failures.merge(failed.kind(), 1L, Long::sum);
            }
        }

        /// Who fails is not followed: the core takes the profile's default then.
        void price(ShadowAnswer answer, MeasuredBlock block, Profile profile) {
            Codec codec = answer instanceof ShadowAnswer.Chosen chosen ? chosen.codec() : profile.defaultCodec();
            regret.add(
                    block.hintedCost(profile, Codec.MENU.indexOf(codec)), block.cost(profile, block.oracle(profile)));
            priced++;
        }

        ShadowReport.Side figures() {
            Map<String, Long> kinds = new TreeMap<>();
            failures.forEach((kind, times) -> kinds.put(kind.label(), times));
            return new ShadowReport.Side(
                    version,
                    kinds,
                    latency.quantileMillis(0.5),
                    latency.quantileMillis(0.99),
                    figure(regret.now()),
                    priced);
        }

        private static ShadowReport.@Nullable Figure figure(RelativeCost.@Nullable Figure now) {
            return now == null || !Double.isFinite(now.interval().high())
                    ? null
                    : new ShadowReport.Figure(
                            now.percent(), now.interval().low(), now.interval().high());
        }
    }
}
