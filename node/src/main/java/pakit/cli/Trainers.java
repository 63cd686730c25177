package pakit.cli;

import java.time.InstantSource;
import java.util.List;
import pakit.error.PakitException;
import pakit.training.CompressionTrainer;
import pakit.training.DedupTrainer;
import pakit.training.SampleLimits;
import pakit.training.Trainer;
import pakit.training.gossip.GossipTrainer;
import pakit.training.peers.PeerTrainer;
import pakit.training.prefetch.PrefetchTrainer;

/// The one table of trainers: what `pakit train` and `pakit evaluate` work by.
record Trainers(List<Trainer> all) {
    private static final String EVERY_MODEL = "all";

    Trainers {
        all = List.copyOf(all);
    }

    static Trainers standard() {
        InstantSource clock = InstantSource.system();
        return new Trainers(List.of(
                new CompressionTrainer(clock, SampleLimits.STANDARD),
                new DedupTrainer(clock),
                new PeerTrainer(clock),
                new GossipTrainer(clock),
                new PrefetchTrainer(clock)));
    }

    /// @param word the name of a model, or `all`
    /// @throws PakitException.NotFound naming what can be trained, if that cannot
    List<Trainer> named(String word) {
        return isAll(word) ? all : List.of(trainer(word));
    }

    /// @throws PakitException.NotFound naming what can be trained, if that cannot
    Trainer trainer(String model) {
        return all.stream()
                .filter(trainer -> trainer.model().equals(model))
                .findFirst()
                .orElseThrow(() -> new PakitException.NotFound("model '" + model + "' cannot be trained, what can is "
                        + String.join(", ", all.stream().map(Trainer::model).toList())));
    }

    static boolean isAll(String word) {
        return word.equals(EVERY_MODEL);
    }
}
