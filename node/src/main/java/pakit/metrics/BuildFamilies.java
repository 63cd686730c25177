package pakit.metrics;

import pakit.ml.metrics.MetricSource;
import pakit.ml.metrics.PrometheusText;

/// Which Pakit this is.
final class BuildFamilies implements MetricSource {
    private final Build build;

    BuildFamilies(Build build) {
        this.build = build;
    }

    @Override
    public void writeTo(PrometheusText text) {
        text.family("pakit_build_info", "gauge", "1 for what was built, and what it runs on.");
        text.sample(
                "pakit_build_info",
                1,
                "version",
                build.version(),
                "commit",
                build.commit(),
                "java",
                Runtime.version().toString());
    }
}
