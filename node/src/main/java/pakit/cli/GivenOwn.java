package pakit.cli;

import org.jspecify.annotations.Nullable;
import pakit.codec.Profile;
import pakit.error.PakitException;
import pakit.training.TrainingData;
import picocli.CommandLine.Option;

/// The options that say that measurements are of one node's own blocks.
final class GivenOwn {
    @Option(
            names = "--own-weight",
            paramLabel = "N",
            description =
                    "The measurements are of a node's own blocks ('pakit telemetry dataset'): train on those that "
                            + "ship with Pakit as well, with each own block counted N times (1 to 100), and judge on the newest "
                            + "own ones. With --own-profile.")
    private @Nullable Double weight;

    @Option(
            names = "--own-profile",
            paramLabel = "PROFILE",
            description =
                    "With --own-weight: the profile in which that node stores. In the others the model answers as "
                            + "the one that ships.")
    private @Nullable String profile;

    /// What is given, as that node's own if it is.
    TrainingData of(TrainingData given) {
        if (weight == null && profile == null) {
            return given;
        }
        if (weight != null && profile != null && given instanceof TrainingData.Saved saved) {
            return new TrainingData.Own(saved.file(), weight, Profile.parse(profile));
        }
        throw new PakitException.Invalid(
                "--own-weight and --own-profile go together, with --measurements, and without --data");
    }
}
