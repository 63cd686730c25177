package pakit.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pakit.cli.Registration.Registered;
import pakit.error.PakitException;
import pakit.ml.models.CompressionPredictor;
import pakit.ml.models.ModelVersion;
import pakit.training.CompressionTraining;
import pakit.training.SampleLimits;
import pakit.training.TrainingRequest;
import pakit.training.TrainingResult;
import picocli.CommandLine.Command;
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
            "  pakit train compression_predictor --measurements src.measured --seed 2 -o again"
        })
final class TrainVerb extends Verb {
    private static final List<String> TRAINABLE = List.of(CompressionPredictor.NAME);
    private static final String ALL = "all";

    @Parameters(paramLabel = "MODEL|all", description = "What to train, such as compression_predictor.")
    private String model = "";

    @Option(names = "--data", arity = "1..*", paramLabel = "PATH", description = "Files and directories to measure.")
    private List<Path> data = List.of();

    @Option(
            names = "--source",
            paramLabel = "TEXT",
            description = "Where the data come from, in words, for the model card; paths are not recorded.")
    private String source = "files given by the user";

    @Option(
            names = "--measurements",
            paramLabel = "FILE",
            description = "With --data: where to keep what was measured. Without: what to train on, again.")
    private @Nullable Path measurements;

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
        List<String> models = models();
        TrainingRequest.Data wanted = data();
        List<Trained> trained = new ArrayList<>();
        for (String name : models) {
            trained.add(train(name, wanted));
        }
        print(new Trained.All(trained.stream().map(Trained::answer).toList()), () -> trained.forEach(this::describe));
        List<Registered.Refused> refused = refused(trained);
        refused.forEach(no -> complain(no.why()));
        return (refused.isEmpty() ? ExitCode.DONE : ExitCode.REFUSED).status();
    }

    private List<String> models() {
        if (model.equals(ALL)) {
            return TRAINABLE;
        }
        if (!TRAINABLE.contains(model)) {
            throw new PakitException.NotFound(
                    "model '" + model + "' cannot be trained, what can is " + String.join(", ", TRAINABLE));
        }
        return List.of(model);
    }

    private TrainingRequest.Data data() {
        Optional<Path> file = Optional.ofNullable(measurements).map(this::path);
        if (data.isEmpty()) {
            return new TrainingRequest.Data.Saved(file.orElseThrow(
                    () -> new PakitException.Invalid("train needs --data PATH or --measurements FILE")));
        }
        file.filter(Files::exists).ifPresent(existing -> {
            throw new PakitException.Refused("measurements " + existing
                    + " exist: leave out --data to train on them again, or name another file");
        });
        if (source.isBlank() || source.lines().count() != 1) {
            throw new PakitException.Invalid("--source must be one line of text, found '" + source + "'");
        }
        return new TrainingRequest.Data.Files(
                data.stream().map(this::path).toList(), source.strip(), file, SampleLimits.STANDARD);
    }

    private Trained train(String name, TrainingRequest.Data wanted) throws IOException {
        // What would be refused at the end is refused before minutes are spent.
        Optional<Path> directory = directory(name);
        Optional<Registration> registration = Optional.ofNullable(version)
                .map(ModelVersion::parse)
                .map(given -> new Registration(() -> open(ModelsWanted.REGISTERED), name, given));
        Optional<ModelVersion> live = registration.flatMap(Registration::requireNew);
        TrainingRequest request = new TrainingRequest(
                wanted, seed, registration.map(Registration::version).orElse(TrainingRequest.FIRST_VERSION), live);
        TrainingResult result;
        try (TrainingProgress progress = new TrainingProgress(terminal(), name)) {
            result = new CompressionTraining(InstantSource.system()).run(request, progress);
        }
        result.unreadable().forEach(entry -> complain("left out " + entry));
        if (directory.isPresent()) {
            result.artifact().write(directory.get());
        }
        Optional<Registered> registered = registration.isPresent()
                ? Optional.of(registration.get().register(result.artifact()))
                : Optional.empty();
        return new Trained(result, directory, registered);
    }

    private Optional<Path> directory(String name) throws IOException {
        if (output == null && version != null) {
            return Optional.empty();
        }
        Path directory = path(output == null ? Path.of(name) : model.equals(ALL) ? output.resolve(name) : output);
        if (Files.exists(directory)) {
            throw new PakitException.Refused(directory + " exists: name a new directory with -o");
        }
        return Optional.of(directory);
    }

    private void describe(Trained trained) {
        Trained.Answer answer = trained.answer();
        say("%s v%s, trained on %s blocks of %s families with seed %d"
                .formatted(
                        answer.name(),
                        answer.version(),
                        answer.data().get("blocks"),
                        answer.data().get("families"),
                        answer.seed()));
        print(trained.table());
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
