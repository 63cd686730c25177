package pakit.ml.serving;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import pakit.ml.models.ModelVersion;

/// The activations that stand: those of a history that have not been rolled back, oldest first. The last one is live,
/// the one before it is where a rollback leads. Pure.
///
/// An activation is put on top, unless that version is on top already; a rollback takes away what lies above the
/// version it names. So after 1, 2, rollback, 3 a rollback leads to 1, never back to 2; and after 1, 2, 1 it leads to
/// 2.
record Standing(List<ModelVersion> versions) {
    Standing {
        versions = List.copyOf(versions);
    }

    static Standing after(List<Activation> history) {
        List<ModelVersion> standing = new ArrayList<>();
        for (Activation step : history) {
            if (!step.stands()) {
                continue;
            }
            if (step.kind().equals(Activation.ROLLBACK)) {
                takeBack(standing, step.version());
            }
            if (standing.isEmpty() || !standing.getLast().equals(step.version())) {
                standing.add(step.version());
            }
        }
        return new Standing(standing);
    }

    Optional<ModelVersion> live() {
        return versions.isEmpty() ? Optional.empty() : Optional.of(versions.getLast());
    }

    /// Where a rollback leads: past versions that are not `there` any more.
    Optional<ModelVersion> beforeLive(Predicate<ModelVersion> there) {
        return versions.reversed().stream()
                .skip(1)
                .filter(version -> !version.equals(versions.getLast()))
                .filter(there)
                .findFirst();
    }

    private static void takeBack(List<ModelVersion> standing, ModelVersion target) {
        if (!standing.isEmpty()) {
            standing.removeLast();
        }
        while (!standing.isEmpty() && !standing.getLast().equals(target)) {
            standing.removeLast();
        }
    }
}
