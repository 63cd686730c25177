package pakit.ml.models;

import java.util.List;
import java.util.stream.Stream;

/// What models of one kind are judged on: inputs they were not trained on, and what would have been right.
public sealed interface Reference permits Reference.Blocks, Reference.Labelled, Reference.Choices, Reference.Inputs {
    /// The inputs, one row each; nobody writes to them.
    List<float[]> rows();

    /// Blocks on which every codec was tried.
    ///
    /// @param hintNanos the price of asking where they were measured: features and inference
    /// @param training what each codec cost on the families that the shipped model was trained on
    record Blocks(List<MeasuredBlock> blocks, long hintNanos, CodecTotals training) implements Reference {
        public Blocks {
            blocks = List.copyOf(blocks);
            requireSome(blocks.size());
        }

        @Override
        public List<float[]> rows() {
            return blocks.stream().map(MeasuredBlock::features).toList();
        }
    }

    /// Cases of known class, for a model that answers one probability per class.
    ///
    /// @param classes labels, in the order of the outputs
    record Labelled(List<String> classes, List<Case> cases) implements Reference {
        public Labelled {
            classes = List.copyOf(classes);
            cases = List.copyOf(cases);
            requireSome(cases.size());
            int known = classes.size();
            if (cases.stream().anyMatch(one -> one.label() < 0 || one.label() >= known)) {
                throw new IllegalArgumentException("labels must be numbers of the classes " + classes);
            }
        }

        @Override
        public List<float[]> rows() {
            return cases.stream().map(Case::row).toList();
        }

        /// The right answers.
        Stream<Integer> labels() {
            return cases.stream().map(Case::label);
        }
    }

    /// Choices among alternatives of which it is known what each would have cost.
    ///
    /// @param cases their rows one after the other are the inputs
    record Choices(List<Choice> cases) implements Reference {
        public Choices {
            cases = List.copyOf(cases);
            requireSome(cases.size());
        }

        @Override
        public List<float[]> rows() {
            return cases.stream().flatMap(one -> one.rows().stream()).toList();
        }
    }

    /// Inputs of which nobody knows the right answers: a model can only be asked whether it answers, and how fast.
    record Inputs(List<float[]> rows) implements Reference {
        public Inputs {
            rows = List.copyOf(rows);
            requireSome(rows.size());
        }
    }

    /// @param family cases of one family resemble each other
    /// @param rows what a model is asked to choose: one row, or one for each alternative
    /// @param costs of the alternatives, positive
    /// @param rule number of the alternative that the strongest cheap rule takes
    record Choice(String family, List<float[]> rows, List<Double> costs, int rule) {
        public Choice {
            rows = List.copyOf(rows);
            costs = List.copyOf(costs);
            requireSome(rows.size());
            if (costs.stream().anyMatch(cost -> !(cost > 0 && Double.isFinite(cost)))) {
                throw new IllegalArgumentException("costs must be positive and finite, found " + costs);
            }
            if (rule < 0 || rule >= costs.size()) {
                throw new IllegalArgumentException("the rule takes one of " + costs.size() + ", found " + rule);
            }
        }
    }

    /// @param family cases of one family resemble each other
    /// @param label number of the right class
    record Case(String family, float[] row, int label) {}

    private static void requireSome(int cases) {
        if (cases == 0) {
            throw new IllegalArgumentException("a reference set must not be empty");
        }
    }
}
