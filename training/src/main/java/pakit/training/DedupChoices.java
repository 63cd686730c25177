package pakit.training;

import java.util.ArrayList;
import java.util.List;
import pakit.codec.Profile;
import pakit.ml.models.Reference;

/// Attempts that the rule leaves out, as choices to judge versions by: to leave it at that, which is the rule, or to
/// make the attempt and pay for its time.
final class DedupChoices {
    private DedupChoices() {}

    /// So many attempts in each set at most, at even distances.
    ///
    /// @param sets that no version may learn from
    static List<Reference.Choice> of(DedupMeasurements measurements, Iterable<String> sets, int most, Profile profile) {
        List<Reference.Choice> cases = new ArrayList<>();
        for (String set : sets) {
            List<DedupMeasurements.Made> made = measurements.attempts().stream()
                    .filter(one -> one.set().equals(set))
                    .toList();
            int count = Math.min(most, made.size());
            for (int i = 0; i < count; i++) {
                cases.add(choice(measurements, made.get((int) ((long) i * made.size() / count)), profile));
            }
        }
        return cases;
    }

    private static Reference.Choice choice(
            DedupMeasurements measurements, DedupMeasurements.Made made, Profile profile) {
        double left = made.defaultBytes();
        double tried = left - made.savedBytes() + measurements.at(made, profile).priceBytes();
        return new Reference.Choice(made.set(), List.of(made.row()), List.of(left, tried), 0);
    }
}
