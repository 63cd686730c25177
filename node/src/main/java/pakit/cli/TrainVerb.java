package pakit.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pakit.cli.Registration.Registered;
import pakit.error.PakitException;
import pakit.ml.models.ModelVersion;
import pakit.training.Trainer;
import pakit.training.TrainingData;
import pakit.training.TrainingRequest;
import pakit.training.TrainingResult;
import pakit.training.Tuning;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "train",
        description = "Trains a model on real files and says how it fares on files that it has not seen.",
        footer = {
            "",
            "The home is free while the training runs. With --register the version is registered when it ends, and",
            "goes live only if no version of the model is live and it passes the gate (exit code 1 if it does not);",
            "'pakit models swap' makes it live otherwise.",
            "",
            "Examples:",
            "  pakit train compression_predictor --data photos src --register 1.1.0",
            "  pakit train compression_predictor --data src --measurements src.measured -o trained",
            "  pakit train compression_predictor --measurements src.measured --seed 2 -o again",
            "  pakit train compression_predictor --measurements src.measured --trials 20 --folds 5 --plots plots"
        })
final class TrainVerb extends Verb {
    @Parameters(paramLabel = "MODEL|all", description = "What to train, such as compression_predictor.")
    private String model = "";

    @Mixin
    private GivenData data = new GivenData();

    @Mixin
    private GivenOwn own = new GivenOwn();

    @Mixin
    private GivenTuning tuning = new GivenTuning();

    @Mixin
    private GivenEnd end = new GivenEnd();

    @Option(
            names = "--plots",
            paramLabel = "DIR",
            description =
                    "A new directory for plots as SVG: the learning curve, regrets, choices (with 'all': one directory a model in it).")
    private @Nullable Path plots;

    @Option(names = "--seed", paramLabel = "N", description = "Of every random choice. Default: ${DEFAULT-VALUE}")
    private long seed = TrainingRequest.DEFAULT_SEED;

    @Option(names = "--register", paramLabel = "VERSION", description = "Register the model under this version.")
    private @Nullable String version;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "A new directory for the artifact (with 'all': one directory a model in it). "
                    + "Default without --register: the model's name, here.")
    private @Nullable Path output;

    @Override
    public Integer call() throws IOException {
        end.watch(terminal().in());
        List<Trained> trained = new ArrayList<>();
        for (Order order : orders()) {
            trained.add(train(order));
        }
        print(new Trained.All(trained.stream().map(Trained::answer).toList()), () -> trained.forEach(this::describe));
        List<Registered.Refused> refused = refused(trained);
        refused.forEach(no -> complain(no.why()));
        return (refused.isEmpty() ? ExitCode.DONE : ExitCode.REFUSED).status();
    }

    /// What is trained, and on what.
    private record Order(Trainer trainer, TrainingData data) {
        Optional<String> refusal() {
            return trainer.refuses(data).map(why -> trainer.model() + " is not trained: " + why);
        }
    }

    /// Of all models, those that can be trained on what is given; the one that is named must be.
    private List<Order> orders() {
        boolean all = Trainers.isAll(model);
        List<Order> orders = Trainers.standard().named(model).stream()
                .map(trainer -> new Order(
                        trainer, own.of(all ? data.forOneOfAll(trainer.model(), this::path) : data.forOne(this::path))))
                .toList();
        List<String> refusals =
                orders.stream().flatMap(order -> order.refusal().stream()).toList();
        if (refusals.size() == orders.size()) {
            throw new PakitException.Invalid(String.join("; ", refusals));
        }
        refusals.forEach(this::complain);
        return orders.stream().filter(order -> order.refusal().isEmpty()).toList();
    }

    private Trained train(Order order) throws IOException {
        String name = order.trainer().model();
        // What would be refused at the end is refused before minutes are spent.
        Tuning chosen = tuning.chosen(this::path);
        Optional<String> baseline = chosen.architecture().filter(order.trainer().baselines()::contains);
        baseline.ifPresent(this::requireNoVersion);
        Optional<Path> directory = baseline.isPresent() ? Optional.empty() : directory(name);
        Optional<PlotFiles> plotFiles = Optional.ofNullable(plots)
                .map(given -> new PlotFiles(path(Trainers.isAll(model) ? given.resolve(name) : given)));
        Optional<Registration> registration = Optional.ofNullable(version)
                .map(ModelVersion::parse)
                .map(given -> new Registration(() -> open(ModelsWanted.REGISTERED), name, given));
        Optional<ModelVersion> live = registration.flatMap(Registration::requireNew);
        TrainingRequest request = new TrainingRequest(
                order.data(),
                seed,
                registration.map(Registration::version).orElse(TrainingRequest.FIRST_VERSION),
                live,
                chosen);
        TrainingResult result;
        try (TrainingProgress progress = new TrainingProgress(terminal(), name)) {
            result = order.trainer().train(request, progress);
        }
        result.unreadable().forEach(entry -> complain("left out " + entry));
        if (directory.isPresent()) {
            result.artifact().write(directory.get());
        }
        if (plotFiles.isPresent()) {
            plotFiles.get().write(result.plots());
        }
        Optional<Registered> registered = registration.isPresent()
                ? Optional.of(registration.get().register(result.artifact()))
                : Optional.empty();
        return new Trained(result, baseline, directory, registered);
    }

    private void requireNoVersion(String baseline) {
        if (version != null || output != null) {
            throw new PakitException.Invalid(
                    baseline + " is a baseline to compare with, no version is made of it: leave out --register and -o");
        }
    }

    private Optional<Path> directory(String name) throws IOException {
        if (output == null && version != null) {
            return Optional.empty();
        }
        Path directory = path(output == null ? Path.of(name) : Trainers.isAll(model) ? output.resolve(name) : output);
        if (Files.exists(directory)) {
            throw new PakitException.Refused(directory + " exists: name a new directory with -o");
        }
        return Optional.of(directory);
    }

    private void describe(Trained trained) {
        Trained.Answer answer = trained.answer();
        say("%s%s, trained with seed %d, judged on %s"
                .formatted(
                        answer.name(),
                        trained.baseline()
                                .map(baseline -> " beside its baseline " + baseline)
                                .orElse(" v" + answer.version()),
                        answer.seed(),
                        trained.result().report().judgedOn()));
        print(Table.of(trained.result().report()));
        trained.baseline()
                .ifPresent(baseline ->
                        say(baseline + " is a baseline, to compare with: nothing is written or registered"));
        trained.directory().ifPresent(directory -> say("written to " + directory));
        trained.registered()
                .ifPresent(registered -> say(
                        switch (registered) {
                            case Registered.Live live -> "registered and live";
                            case Registered.Waiting waiting ->
                                "registered; 'pakit models swap " + answer.name() + " " + answer.version()
                                        + "' makes it live";
                            case Registered.Refused refused -> "registered; not live";
                        }));
    }

    /// What the gate said no to.
    private static List<Registered.Refused> refused(List<Trained> trained) {
        return trained.stream()
                .flatMap(one -> one.registered().stream())
                .filter(Registered.Refused.class::isInstance)
                .map(Registered.Refused.class::cast)
                .toList();
    }
}
