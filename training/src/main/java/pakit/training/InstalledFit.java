package pakit.training;

import java.util.ServiceLoader;
import pakit.error.PakitException;

/// Finds the fits of the module that has PyTorch, where it was built.
final class InstalledFit {
    private InstalledFit() {}

    /// @throws PakitException.Unavailable saying how to get one
    static <F> F of(Class<F> kind) {
        return ServiceLoader.load(kind)
                .findFirst()
                .orElseThrow(() -> new PakitException.Unavailable(
                        "neural networks are fitted by PyTorch, which this installation leaves out: build it once, in the "
                                + "directory of the program, with 'mvn -Ptorch -Dmaven.test.skip=true -pl training-torch "
                                + "-am package' (120 MB), and train again"));
    }
}
