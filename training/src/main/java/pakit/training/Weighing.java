package pakit.training;

import pakit.ml.models.MeasuredBlock;

/// How much a block counts beside others of its size, when a model is fitted and its margins are set.
interface Weighing {
    Weighing EVEN = block -> 1;

    double of(MeasuredBlock block);
}
