package pakit.training;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A published trace of round trips that a trainer plays over if it is given; else round trips are made by the seed.
///
/// @param file its name in one of the directories of `--data`
public record MeasuredTrace(String file) {
    /// Why a trainer cannot be played over `data`.
    public Optional<String> refuses(TrainingData data) {
        return switch (data) {
            case TrainingData.Played played -> Optional.empty();
            case TrainingData.Saved saved -> Optional.of("it is played anew: leave --measurements out");
            case TrainingData.Own own -> Optional.of("it is played anew: leave --measurements out");
            case TrainingData.Files files ->
                find(files).isPresent()
                        ? Optional.empty()
                        : Optional.of("among its data there must be a directory with " + file
                                + "; without --data it is played over made round trips");
        };
    }

    /// The file, where `data` are not refused and name it.
    public Optional<Path> in(TrainingData data) {
        return data instanceof TrainingData.Files files ? find(files) : Optional.empty();
    }

    private Optional<Path> find(TrainingData.Files files) {
        return files.paths().stream()
                .map(path -> path.resolve(file))
                .filter(Files::exists)
                .findFirst();
    }
}
