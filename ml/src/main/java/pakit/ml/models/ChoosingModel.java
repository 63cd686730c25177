package pakit.ml.models;

import java.util.List;

/// A model whose answers choose one of a few alternatives.
public interface ChoosingModel extends PakitModel {
    /// The number of the alternative that is taken.
    ///
    /// @param rows what it was asked: one row, or one for each alternative, as the model has it
    /// @param outputs what it answered, a row each
    int chosen(List<float[]> rows, float[][] outputs);
}
