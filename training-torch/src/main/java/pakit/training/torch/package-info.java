/// What needs PyTorch, 120 MB of native libraries, and therefore is no part of the program: the fit of neural networks.
/// Training finds it when this module was built. Open [pakit.training.torch.TorchFit].
@NullMarked
package pakit.training.torch;

import org.jspecify.annotations.NullMarked;
