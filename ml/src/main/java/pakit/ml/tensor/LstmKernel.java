package pakit.ml.tensor;

/// What an LSTM computes beside its dense layers. Two implementations that give the same numbers up to the order of a
/// sum: plain Java, and the Vector API where the JVM has it.
interface LstmKernel {
    /// Replaces each of `values[from]` to `values[to]` by `exp(factor · value + shift)`, and gives their sum. Exponents
    /// beyond -87 and 42 are taken for about these; NaN stays NaN.
    float exp(float[] values, int from, int to, float factor, float shift);

    /// One step of a cell of so many `units`.
    ///
    /// @param gates four blocks of `units`: input, forget, candidate, output, before their squashing; overwritten
    /// @param cell remembers; updated
    /// @param hidden written from `at` on
    void cell(float[] gates, int units, float[] cell, float[] hidden, int at);

    /// The largest of `values[0]` to `values[count]`, largest first, of equal ones the first; their indices. Where
    /// there are fewer numbers than places, the index is -1. NaN is never among them.
    void top(float[] values, int count, int[] indices, float[] largest);

    /// The fastest kernel of this JVM.
    static LstmKernel best() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
                ? new VectorLstmKernel()
                : new PlainLstmKernel();
    }
}
