package pakit.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.ml.models.Manifest;
import pakit.ml.models.Metric;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.ModelVersion;
import pakit.node.NodeOperations;
import pakit.node.Results;
import pakit.store.HomeLayout;
import pakit.training.EvaluationResult;
import pakit.training.Trainer;
import pakit.training.TrainingData;
import pakit.training.TrainingRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "evaluate",
        description = "Says how a version of a model fares on data, beside the rules that it has to beat.",
        footer = {
            "",
            "Without a version it is the live one. On the very measurements that it was trained on, a version is judged",
            "by what its training had set aside. Nothing is registered or changed; 'pakit models validate' is the check",
            "that stands before 'models swap'.",
            "",
            "Examples:",
            "  pakit evaluate compression_predictor --data photos src",
            "  pakit evaluate compression_predictor@1.1.0 --measurements src.measured --json"
        })
final class EvaluateVerb extends Verb {
    @Parameters(paramLabel = "MODEL[@VERSION]", description = "What to judge, such as compression_predictor@1.1.0.")
    private String model = "";

    @Mixin
    private GivenData data = new GivenData();

    @Option(names = "--seed", paramLabel = "N", description = "Of every random choice. Default: ${DEFAULT-VALUE}")
    private long seed = TrainingRequest.DEFAULT_SEED;

    @Option(
            names = "--architecture",
            paramLabel = "NAME",
            description = "A baseline to fit and to report beside; a wrong name lists those there are.")
    private @Nullable String baseline;

    @Option(names = "--plots", paramLabel = "DIR", description = "A new directory for plots of regrets and choices.")
    private @Nullable Path plots;

    /// The JSON of `pakit evaluate`.
    ///
    /// @param data what it was judged on
    record Answer(
            String name,
            String version,
            long seed,
            Map<String, Metric> metrics,
            Map<String, Metric> baselines,
            Map<String, String> data,
            List<String> unreadable) {}

    @Override
    public Integer call() throws IOException {
        requireNoNode();
        int at = model.indexOf('@');
        String name = at < 0 ? model : model.substring(0, at);
        Trainer trainer = Trainers.standard().trainer(name);
        TrainingData given = data.forOne(this::path);
        trainer.refuses(given).ifPresent(why -> {
            throw new PakitException.Invalid(name + " is not evaluated: " + why);
        });
        Optional<PlotFiles> plotFiles = Optional.ofNullable(plots).map(directory -> new PlotFiles(path(directory)));
        ModelArtifact artifact =
                artifact(name, at < 0 ? Optional.empty() : Optional.of(ModelVersion.parse(model.substring(at + 1))));
        EvaluationResult result;
        try (TrainingProgress progress = new TrainingProgress(terminal(), name)) {
            result = baseline == null
                    ? trainer.evaluate(artifact, given, seed, progress)
                    : trainer.evaluateBeside(baseline, artifact, given, seed, progress);
        }
        result.unreadable().forEach(entry -> complain("left out " + entry));
        if (plotFiles.isPresent()) {
            plotFiles.get().write(result.plots());
        }
        print(answer(artifact.manifest(), result), () -> describe(artifact.manifest(), result));
        return ExitCode.DONE.status();
    }

    /// Read from the home's own files: a version never changes, so it does not matter who serves it.
    private ModelArtifact artifact(String name, Optional<ModelVersion> wanted) {
        ModelVersion version;
        try (NodeOperations node = open()) {
            Results.Model known = node.models().show(name);
            version = wanted.orElseGet(() -> live(known));
            if (known.versions().stream().noneMatch(found -> found.version().equals(version.text()))) {
                throw new PakitException.NotFound(
                        name + " has no version " + version + "; 'pakit models show " + name + "' lists those it has");
            }
        }
        return ModelArtifact.read(new HomeLayout(home()).models().resolve(name).resolve(version.text()));
    }

    private static ModelVersion live(Results.Model model) {
        if (model.live() == null) {
            throw new PakitException.NotFound(
                    "no version of " + model.name() + " is live: name one, as in " + model.name() + "@1.0.0");
        }
        return ModelVersion.parse(model.live().version());
    }

    private Answer answer(Manifest manifest, EvaluationResult result) {
        return new Answer(
                manifest.name(),
                manifest.version().text(),
                seed,
                result.report().metrics(),
                result.report().baselines(),
                result.report().data(),
                result.unreadable());
    }

    private void describe(Manifest manifest, EvaluationResult result) {
        say("%s v%s, judged on %s"
                .formatted(manifest.name(), manifest.version(), result.report().judgedOn()));
        print(Table.of(result.report()));
    }
}
