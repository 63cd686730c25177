package pakit.training;

/// Mean and spread of each column, so that a fit sees columns of like size. A column that never changes is only
/// shifted.
record Scaling(float[] mean, float[] spread) {
    private static final double LEAST_SPREAD = 1e-6;

    static Scaling of(float[][] rows, float[] weights) {
        int width = rows[0].length;
        float[] mean = new float[width];
        float[] spread = new float[width];
        for (int column = 0; column < width; column++) {
            double sum = 0;
            double squares = 0;
            double total = 0;
            for (int row = 0; row < rows.length; row++) {
                total += weights[row];
                sum += weights[row] * (double) rows[row][column];
                squares += weights[row] * (double) rows[row][column] * rows[row][column];
            }
            double centre = sum / total;
            double deviation = Math.sqrt(Math.max(0, squares / total - centre * centre));
            mean[column] = (float) centre;
            spread[column] = deviation < LEAST_SPREAD ? 1 : (float) deviation;
        }
        return new Scaling(mean, spread);
    }

    float[][] apply(float[][] rows) {
        float[][] scaled = new float[rows.length][mean.length];
        for (int row = 0; row < rows.length; row++) {
            for (int column = 0; column < mean.length; column++) {
                scaled[row][column] = (rows[row][column] - mean[column]) / spread[column];
            }
        }
        return scaled;
    }
}
