package pakit.ml.gossip;

/// What came of one action in conditions of one kind, beside what was expected. What is old counts less than what is
/// new once there is enough. Guarded by its owner.
final class Evidence {
    /// So many answers of audits what is expected is worth.
    static final double WORTH_OF_EXPECTATION = 600;

    private static final double ANSWERS_MAX = 3_000;
    private static final double BROADCASTS_MAX = 50;
    /// Of the bound: one side of 95 %.
    private static final double Z = 1.645;
    private static final double LEAST_SHAPE = 0.3;
    /// What was seen in other conditions of the kind tells at most so many times more or less of these.
    private static final double SCALE_MAX = 20;
    /// No message costs 20,000 times what was expected, whatever somebody reports.
    private static final double LOG_RATIO_MAX = 10;

    double answers;
    double misses;
    double expectedMisses;
    double broadcasts;
    double bytesLogRatio;
    double p99LogRatio;

    /// @param answered peers that answered, of which `missing` did not have it
    /// @param expected share that was expected not to have it
    void learn(double answered, double missing, double expected, double bytesRatio, double p99Ratio) {
        answers += answered;
        misses += missing;
        expectedMisses += answered * expected;
        double kept = Math.min(1, ANSWERS_MAX / Math.max(1, answers));
        answers *= kept;
        misses *= kept;
        expectedMisses *= kept;
        broadcasts = Math.min(BROADCASTS_MAX, broadcasts + 1);
        bytesLogRatio += (bounded(bytesRatio) - bytesLogRatio) / broadcasts;
        p99LogRatio += (bounded(p99Ratio) - p99LogRatio) / broadcasts;
    }

    private static double bounded(double ratio) {
        return Math.clamp(Math.log(ratio), -LOG_RATIO_MAX, LOG_RATIO_MAX);
    }

    /// The mean of the posterior of the share that misses a message (gamma prior, Poisson misses).
    double missingShare(double expected) {
        return shape(expected) / (WORTH_OF_EXPECTATION + answers);
    }

    /// What that share is below, at 95 %: one less this is the lower confidence bound of coverage. The quantile of a
    /// gamma distribution by Wilson and Hilferty's approximation, which is good to a few per cent for shapes from 0.3.
    double missingShareBound(double expected) {
        double shape = Math.max(LEAST_SHAPE, shape(expected));
        double root = 1 - 1 / (9 * shape) + Z / (3 * Math.sqrt(shape));
        return shape * root * root * root / (WORTH_OF_EXPECTATION + answers);
    }

    /// Misses that were seen, brought to conditions in which `expected` is, and those that the expectation is worth.
    private double shape(double expected) {
        double scale =
                expectedMisses == 0 ? 1 : Math.clamp(expected * answers / expectedMisses, 1 / SCALE_MAX, SCALE_MAX);
        return WORTH_OF_EXPECTATION * expected + misses * scale;
    }
}
