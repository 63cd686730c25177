/// Trees as CAR files (ipld.io, specs/transport/car/carv1): the blocks under a root as one stream that IPFS tools read
/// and write. In come blocks, out goes a stream, and back. Open [pakit.car.CarExport] first, then
/// [pakit.car.CarReader].
@NullMarked
package pakit.car;

import org.jspecify.annotations.NullMarked;
