package pakit.training.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/// Draws first weights by a seed, alike everywhere.
record Drawing(NDManager manager, SplittableRandom random) {
    NDArray normal(Shape shape) {
        return drawn(shape, this::gaussian);
    }

    /// @param bound of both sides
    NDArray uniform(Shape shape, double bound) {
        return drawn(shape, () -> random.nextDouble(-bound, bound));
    }

    private NDArray drawn(Shape shape, DoubleSupplier next) {
        float[] values = new float[(int) shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) next.getAsDouble();
        }
        return manager.create(values, shape);
    }

    /// Box and Muller: the JDK leaves open how its own Gaussian is made.
    double gaussian() {
        double radius = Math.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
        return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
    }

    /// The numbers below `count` in any order.
    int[] order(int count) {
        int[] order = new int[count];
        for (int i = 0; i < order.length; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }
}
