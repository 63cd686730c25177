package pakit.training;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.ml.feature.CompressionFeatures;
import pakit.ml.models.CompressionEvaluation;
import pakit.ml.models.CompressionEvaluation.ProfileEvaluation;
import pakit.ml.models.Manifest;
import pakit.ml.models.MeasuredBlock;
import pakit.ml.models.Measurements;
import pakit.ml.models.Metric;

/// What people should know before they rely on a model, as Markdown (Mitchell et al., "Model Cards for Model
/// Reporting", 2019). All figures come from the training that made it.
final class ModelCard {
    private static final int KINDS_LISTED = 40;

    private final Manifest manifest;
    private final Measurements measurements;
    private final FamilySplit split;
    private final String recipe;

    ModelCard(Manifest manifest, Measurements measurements, FamilySplit split, String recipe) {
        this.manifest = manifest;
        this.measurements = measurements;
        this.split = split;
        this.recipe = recipe;
    }

    /// A model and how it fared.
    record Judged(TrainedModel model, CompressionEvaluation evaluation) {}

    String text(Judged network, Judged linear, Optional<CompressionEvaluation> crossed) {
        return String.join(
                "\n",
                head(),
                data(),
                network(),
                result(network.evaluation(), linear.evaluation()),
                crossed.map(this::crossed).orElse(""),
                abstention(network, linear),
                limits());
    }

    private String head() {
        return """
                # %s %s

                Says of a block, for each profile and codec, the net gain over the profile's default codec as a share of
                the block's plain bytes. Cost is stored bytes plus profile speed times seconds of one core. A positive
                gain is a hint; the store checks it, and keeps its result only if the block shrinks.
                """.formatted(manifest.name(), manifest.version());
    }

    private String data() {
        return """
                ## Data

                %s

                | | families | blocks | MB |
                |---|---|---|---|
                %s
                %s
                %s

                A family is a kind of file in one top directory; families are kept whole, dealt by seed %d. Files were
                found by walking directories without following symbolic links; at most %d blocks of a family, each block
                once, cut by the store's own chunker; no names, paths or content are kept. Kinds (blocks): %s.

                Each codec packed each block as the store does, on one thread, least of at least 3 runs. Machine: %s.
                Measurements: SHA-256 `%s`.
                """.formatted(
                        measurements.source(),
                        part("training", split.training()),
                        part("validation (stopping, margins; trees also learn from them)", split.validation()),
                        part("test (the figures below)", split.test()),
                        manifest.seed(),
                        blocksOfLargestFamily(),
                        kinds(),
                        measurements.machine(),
                        manifest.data().get("measurementsSha256"));
    }

    private String network() {
        return """
                ## Model

                Features: schema `%s`, %d numbers from the size and a bounded sample of the block. From these, %d gains by
                %s.
                Payload: `%s`, SHA-256 `%s`.

                A hint costs %d ns a block on that machine (features and inference). That price is charged below
                wherever the model is asked.
                """.formatted(
                        CompressionFeatures.schema(),
                        CompressionFeatures.schema().size(),
                        GainTargets.width(),
                        recipe,
                        manifest.payload(),
                        manifest.payloadSha256(),
                        measurements.hintNanos());
    }

    private String crossed(CompressionEvaluation evaluation) {
        StringBuilder text = new StringBuilder("""
                ## Cross-validated

                The same way of training, over all families: each is judged once, by a model that was fitted, stopped and
                set on others.

                | profile | regret | best fixed | gain over best fixed | accuracy | blocks without a hint |
                |---|---|---|---|---|---|
                """);
        evaluation
                .profiles()
                .forEach((profile, figures) -> text.append(String.format(
                        Locale.ROOT,
                        "| %s | %s | %s %s | %s | %.1f %% | %.1f %% |\n",
                        profile.label(),
                        shown(figures.model()),
                        shown(figures.bestFixed()),
                        figures.bestFixedCodec(),
                        shown(figures.gain()),
                        100 * figures.accuracy(),
                        100 * figures.abstained())));
        return text.toString();
    }

    private String result(CompressionEvaluation evaluation, CompressionEvaluation linear) {
        StringBuilder text = new StringBuilder("""
                ## Regret on families it has not seen

                Percent above the codec that was cheapest in hindsight for each block, less is better, in brackets the
                95 %% interval from resampling families. Best fixed: the one codec that was cheapest on the training
                families. Size rule: zstd-3 above 100 KB, else lz4.

                | profile | this model | linear model | best fixed | profile default | size rule | gain over best fixed |
                |---|---|---|---|---|---|---|
                """.formatted());
        for (Profile profile : Profile.values()) {
            ProfileEvaluation figures = evaluation.profile(profile);
            text.append(String.join(
                            " | ",
                            "| " + profile.label(),
                            shown(figures.model()),
                            shown(linear.profile(profile).model()),
                            shown(figures.bestFixed()) + " " + figures.bestFixedCodec(),
                            shown(figures.profileDefault()) + " "
                                    + profile.defaultCodec().label(),
                            shown(figures.sizeRule()),
                            shown(figures.gain())))
                    .append(" |\n");
        }
        return text.toString();
    }

    private static String abstention(Judged network, Judged linear) {
        StringBuilder text = new StringBuilder("""
                ## When it says nothing

                A profile abstains unless, on families that the predictions had not seen, the saving with the price of
                asking paid was above zero at the lower end of its interval (99 %, one-sided); it then costs no time
                either. Else the model is asked about blocks from a size on, and a predicted gain has to exceed the
                profile's margin, which is already taken off the outputs. Savings below are percent of plain bytes, at
                the best margin and size.

                | profile | margin | asked from | saving of this model | of the linear model | test blocks without a hint |
                |---|---|---|---|---|---|
                """);
        for (Profile profile : Profile.values()) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %s | %s | %.1f %% |\n",
                    profile.label(),
                    network.model().margin(profile).label(),
                    network.model().margin(profile) instanceof Margin.Above above
                            ? above.askFromBytes() + " bytes"
                            : "never",
                    shown(network.model().margin(profile).saving()),
                    shown(linear.model().margin(profile).saving()),
                    100 * network.evaluation().profile(profile).abstained()));
        }
        return text.toString();
    }

    private static String limits() {
        return """
                ## Limits

                The mix of files is not a trace of any production. Times are of one machine, and codecs' speeds against
                each other differ between processors; a machine that differs much deserves its own training. Codecs
                known: %s. Reading back is not part of the cost.
                Margin and size are the best of %d on the families that they were set on, so the savings there flatter a
                little.
                """.formatted(
                        Codec.MENU.stream().map(Codec::label).collect(Collectors.joining(", ")),
                        MarginSearch.STEPS.length * MarginSearch.SIZES.length);
    }

    private static String part(String name, List<MeasuredBlock> blocks) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | %.1f |",
                name,
                blocks.stream().map(MeasuredBlock::family).distinct().count(),
                blocks.size(),
                blocks.stream().mapToLong(MeasuredBlock::plainBytes).sum() * 1e-6);
    }

    private long blocksOfLargestFamily() {
        return measurements.blocks().stream()
                .collect(Collectors.groupingBy(MeasuredBlock::family, Collectors.counting()))
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
    }

    /// The kinds with most blocks; the others are counted.
    private String kinds() {
        Map<String, Long> blocks = measurements.blocks().stream()
                .collect(Collectors.groupingBy(
                        block -> FileFamily.kindOf(block.family()), TreeMap::new, Collectors.counting()));
        String listed = blocks.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(KINDS_LISTED)
                .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                .collect(Collectors.joining(", "));
        return blocks.size() <= KINDS_LISTED ? listed : listed + ", and " + (blocks.size() - KINDS_LISTED) + " more";
    }

    private static String shown(Margin.Saving saving) {
        return saving.equals(Margin.Saving.UNKNOWN)
                ? "set elsewhere"
                : String.format(Locale.ROOT, "%.3f (low %.3f)", 100 * saving.value(), 100 * saving.low());
    }

    private static String shown(Metric metric) {
        return String.format(Locale.ROOT, "%.2f [%.2f, %.2f]", metric.value(), metric.low(), metric.high());
    }
}
