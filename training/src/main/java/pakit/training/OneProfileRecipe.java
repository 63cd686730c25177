package pakit.training;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.ml.models.CompressionPredictor;
import pakit.ml.models.DefaultModels;
import pakit.ml.models.Manifest;
import pakit.ml.models.ModelArtifact;
import pakit.ml.tensor.Forest;
import pakit.ml.tensor.Tree;

/// Trees for the one profile in which a node stores; in the others the model answers as the shipped one does. What a
/// node measures of its own blocks is a reason to change what it asks for, and none to change the rest.
record OneProfileRecipe(TreesRecipe recipe, Profile profile) implements CompressionRecipe {
    @Override
    public String words() {
        return "in profile " + profile.label() + " " + recipe.words() + "; in the other profiles those of "
                + shipped().manifest().title();
    }

    @Override
    public int steps() {
        return recipe.steps();
    }

    @Override
    public Fitted fit(FamilySplit split, long hintNanos, IntConsumer done) {
        Fitted own = recipe.fit(split, hintNanos, List.of(profile), done);
        ModelArtifact shipped = shipped();
        Map<Profile, Margin> margins = new EnumMap<>(Profile.class);
        for (Profile other : Profile.values()) {
            margins.put(other, other == profile ? own.model().margin(profile) : margin(shipped.manifest(), other));
        }
        Forest merged = merged((Forest) own.model().network(), Forest.fromOnnx(shipped.payload()));
        return new Fitted(new TrainedModel(merged, margins), own.curve());
    }

    private Forest merged(Forest own, Forest shipped) {
        float[] base = shipped.base();
        List<Tree> trees = new ArrayList<>();
        shipped.trees().stream().filter(tree -> !isOwn(tree.output())).forEach(trees::add);
        own.trees().stream().filter(tree -> isOwn(tree.output())).forEach(trees::add);
        for (int output = 0; output < base.length; output++) {
            base[output] = isOwn(output) ? own.base()[output] : base[output];
        }
        return Forest.of(shipped.inputs(), base, trees);
    }

    private boolean isOwn(int output) {
        return output / Codec.MENU.size() == profile.ordinal();
    }

    private static ModelArtifact shipped() {
        return DefaultModels.artifacts(CompressionPredictor.NAME::equals).getFirst();
    }

    /// What a manifest says of a margin; what it saved is not known any more.
    private static Margin margin(Manifest manifest, Profile profile) {
        String label = parameter(manifest, "margin." + profile.label());
        return label.equals(CompressionPredictor.ABSTAIN)
                ? new Margin.Abstain(Margin.Saving.UNKNOWN)
                : new Margin.Above(
                        Double.parseDouble(label),
                        Integer.parseInt(parameter(manifest, "askFromBytes." + profile.label())),
                        Margin.Saving.UNKNOWN);
    }

    private static String parameter(Manifest manifest, String name) {
        return Objects.requireNonNull(manifest.parameters().get(name), () -> manifest.title() + " lacks " + name);
    }
}
