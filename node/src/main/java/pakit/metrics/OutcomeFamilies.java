package pakit.metrics;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import pakit.dag.Decision;
import pakit.dag.Outcome;
import pakit.hint.Silence;
import pakit.ml.metrics.MetricSource;
import pakit.ml.metrics.PrometheusText;

/// What came of the blocks of this process: how many were new, what they took, and what was hinted about them.
final class OutcomeFamilies implements MetricSource {
    private static final String HINT = "compression";

    private final LongAdder known = new LongAdder();
    private final LongAdder stored = new LongAdder();
    private final LongAdder plainBytes = new LongAdder();
    private final LongAdder storedBytes = new LongAdder();
    private final LongAdder suggested = new LongAdder();
    private final LongAdder ignored = new LongAdder();
    private final List<LongAdder> silent =
            Stream.generate(LongAdder::new).limit(Silence.values().length).toList();

    void count(Outcome outcome) {
        switch (outcome) {
            case Outcome.Known block -> known.increment();
            case Outcome.Stored block -> {
                stored.increment();
                plainBytes.add(block.plainBytes());
                storedBytes.add(block.storedBytes());
                count(block.decision().why());
            }
        }
    }

    private void count(Decision.Why why) {
        switch (why) {
            case Decision.Why.Hinted hint -> suggested.increment();
            case Decision.Why.HintIgnored hint -> {
                suggested.increment();
                ignored.increment();
            }
            case Decision.Why.Unhinted none ->
                silent.get(none.silence().ordinal()).increment();
        }
    }

    @Override
    public void writeTo(PrometheusText text) {
        text.family("pakit_blocks_total", "counter", "Blocks that were put: new ones, and those that were there.");
        text.sample("pakit_blocks_total", stored.sum(), "outcome", "new");
        text.sample("pakit_blocks_total", known.sum(), "outcome", "known");
        counter(text, "pakit_blocks_plain_bytes_total", "Plain bytes of new blocks.", plainBytes.sum());
        counter(text, "pakit_blocks_stored_bytes_total", "Bytes of the records of new blocks.", storedBytes.sum());
        writeHints(text);
    }

    private void writeHints(PrometheusText text) {
        long given = suggested.sum();
        long asked = given;
        text.family("pakit_hints_silent_total", "counter", "New blocks about which no hint came, and why.");
        for (Silence reason : Silence.values()) {
            long count = silent.get(reason.ordinal()).sum();
            asked += reason == Silence.NOT_ASKED ? 0 : count;
            String name = reason.name().toLowerCase(Locale.ROOT);
            text.sample("pakit_hints_silent_total", count, "hint", HINT, "reason", name);
        }
        hints(text, "pakit_hints_asked_total", "New blocks about which a hint was asked for.", asked);
        hints(text, "pakit_hints_suggested_total", "Hints that models gave.", given);
        hints(text, "pakit_hints_ignored_total", "Hints that asked for what the core may not do.", ignored.sum());
    }

    private static void hints(PrometheusText text, String name, String help, long count) {
        text.family(name, "counter", help);
        text.sample(name, count, "hint", HINT);
    }

    private static void counter(PrometheusText text, String name, String help, long count) {
        text.family(name, "counter", help);
        text.sample(name, count);
    }
}
