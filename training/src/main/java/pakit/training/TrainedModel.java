package pakit.training;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.ml.models.MeasuredBlock;
import pakit.ml.tensor.DenseNetwork;
import pakit.ml.tensor.Network;

/// A fitted network with its margins.
///
/// @param network gives net gains: a positive output is worth following
record TrainedModel(Network network, Map<Profile, Margin> margins) {
    /// What a profile that abstains says of every codec but its default.
    static final float NEVER = -1;

    TrainedModel {
        margins = Map.copyOf(margins);
    }

    Margin margin(Profile profile) {
        return Objects.requireNonNull(margins.get(profile), profile::name);
    }

    /// The network of the settings.
    static TrainedModel network(
            FamilySplit split, long hintNanos, NeuralFit neural, FitSettings settings, NeuralFit.Watcher watcher) {
        return train(
                split,
                hintNanos,
                settings.seed(),
                (training, validation) -> neural.fit(training, validation, settings, watcher));
    }

    /// The simplest alternative.
    static TrainedModel linear(FamilySplit split, long hintNanos, long seed) {
        return train(split, hintNanos, seed, (training, validation) -> LinearFit.fit(training));
    }

    /// Fits scaled samples.
    private interface Fit {
        Weights fit(Samples training, Samples validation);
    }

    private static TrainedModel train(FamilySplit split, long hintNanos, long seed, Fit fit) {
        Samples training = GainTargets.samples(split.training(), split.weighing());
        Samples validation = GainTargets.samples(split.validation(), split.weighing());
        Scaling inputs = Scaling.of(training.inputs(), training.weights());
        Scaling outputs = Scaling.of(training.targets(), training.weights());
        Weights fitted = fit.fit(scaled(training, inputs, outputs), scaled(validation, inputs, outputs))
                .unscaled(inputs, outputs);
        Map<Profile, Margin> margins = margins(fitted.network(), split, hintNanos, seed);
        return new TrainedModel(net(fitted, margins).network(), margins);
    }

    private static Samples scaled(Samples samples, Scaling inputs, Scaling outputs) {
        return new Samples(inputs.apply(samples.inputs()), outputs.apply(samples.targets()), samples.weights());
    }

    private static Map<Profile, Margin> margins(DenseNetwork network, FamilySplit split, long hintNanos, long seed) {
        List<MeasuredBlock> validation = split.validation();
        float[][] gains = new float[validation.size()][network.outputs()];
        for (int i = 0; i < gains.length; i++) {
            network.forward(1, validation.get(i).features(), gains[i]);
        }
        Map<Profile, Margin> margins = new EnumMap<>(Profile.class);
        for (Profile profile : Profile.values()) {
            margins.put(
                    profile,
                    Margin.choose(profile, new Margin.Predicted(validation, gains, split.weighing()), hintNanos, seed));
        }
        return margins;
    }

    /// Takes the margins off the outputs, so that serving needs to know none.
    private static Weights net(Weights weights, Map<Profile, Margin> margins) {
        Weights net = weights;
        for (Profile profile : Profile.values()) {
            for (int codec = 0; codec < Codec.MENU.size(); codec++) {
                int out = GainTargets.index(profile, codec);
                net = Codec.MENU.get(codec).equals(profile.defaultCodec())
                        ? net.withConstant(out, 0)
                        : withMargin(net, out, Objects.requireNonNull(margins.get(profile)));
            }
        }
        return net;
    }

    private static Weights withMargin(Weights weights, int out, Margin margin) {
        return switch (margin) {
            case Margin.Above above -> weights.withShift(out, (float) -above.share());
            case Margin.Abstain abstain -> weights.withConstant(out, NEVER);
        };
    }
}
