/// Holds the shape of the whole program: the order of packages, what pure code may touch, where heavy libraries may be
/// named, and how long things may grow. Open [pakit.architecture.PackageOrderTest] first.
@NullMarked
package pakit.architecture;

import org.jspecify.annotations.NullMarked;
