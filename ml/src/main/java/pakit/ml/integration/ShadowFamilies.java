package pakit.ml.integration;

import org.jspecify.annotations.Nullable;
import pakit.ml.metrics.PrometheusText;

/// The families of shadow mode. Every series exists from the start, so that a dashboard has something to show.
record ShadowFamilies(ShadowReport report) {
    private static final String LATENCY = "pakit_shadow_latency_seconds";
    private static final String FAILURES = "pakit_shadow_failures_total";
    private static final String REGRET = "pakit_shadow_regret_percent";

    void writeTo(PrometheusText text) {
        text.family("pakit_shadow_share", "gauge", "Share of the traffic that the challenger is asked too.");
        text.sample("pakit_shadow_share", report.share());
        text.family("pakit_shadow_compared_total", "counter", "Questions that both versions answered.");
        text.sample("pakit_shadow_compared_total", report.compared());
        text.family("pakit_shadow_agreed_total", "counter", "Those of them with the same answer.");
        text.sample("pakit_shadow_agreed_total", report.agreed());
        text.family("pakit_shadow_dropped_total", "counter", "Questions that were drawn and not asked.");
        text.sample("pakit_shadow_dropped_total", report.dropped());
        text.family(FAILURES, "counter", "Questions that a version failed to answer.");
        failures(text, "live", report.live());
        failures(text, "candidate", report.candidate());
        text.family(LATENCY, "gauge", "Time that a version took to answer, half and all but one in a hundred.");
        latency(text, "live", report.live());
        latency(text, "candidate", report.candidate());
        text.family(REGRET, "gauge", "What choices cost more than the cheapest codecs.");
        regret(text, "live", report.live());
        regret(text, "candidate", report.candidate());
    }

    private static void failures(PrometheusText text, String side, ShadowReport.@Nullable Side of) {
        if (of != null) {
            of.failures().forEach((kind, times) -> text.sample(FAILURES, times, "side", side, "kind", kind));
        }
    }

    private static void latency(PrometheusText text, String side, ShadowReport.@Nullable Side of) {
        if (of != null) {
            text.sample(LATENCY, of.latencyP50Ms() * 1e-3, "side", side, "share", "0.5");
            text.sample(LATENCY, of.latencyP99Ms() * 1e-3, "side", side, "share", "0.99");
        }
    }

    private static void regret(PrometheusText text, String side, ShadowReport.@Nullable Side of) {
        if (of != null) {
            ShadowReport.Figure figure =
                    of.regret() == null ? new ShadowReport.Figure(Double.NaN, Double.NaN, Double.NaN) : of.regret();
            text.sample(REGRET, figure.value(), "side", side, "bound", "estimate");
            text.sample(REGRET, figure.low(), "side", side, "bound", "low");
            text.sample(REGRET, figure.high(), "side", side, "bound", "high");
        }
    }
}
