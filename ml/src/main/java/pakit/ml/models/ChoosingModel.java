package pakit.ml.models;

/// A model whose answers choose one of a few alternatives.
public interface ChoosingModel extends PakitModel {
    /// The number of the alternative that is taken.
    ///
    /// @param outputs one row, or one for each alternative, as the model has it
    int chosen(float[][] outputs);
}
