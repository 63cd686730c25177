package pakit.ml.integration;

import pakit.block.Block;
import pakit.ml.feature.CompressionFeatures;
import pakit.ml.models.MeasuredBlock;

/// What the live version was asked, and the challenger is now.
sealed interface ShadowQuestion {
    float[] row();

    /// Of a hint for a block that was stored.
    record OfBlock(Block block) implements ShadowQuestion {
        @Override
        public float[] row() {
            float[] row = new float[CompressionFeatures.schema().size()];
            CompressionFeatures.extract(block, 0, row);
            return row;
        }
    }

    /// Of an inference.
    @SuppressWarnings("ArrayRecordComponent") // a copy of its own
    record OfRow(float[] row) implements ShadowQuestion {}

    /// Of a block on which all codecs were tried.
    record OfTrial(MeasuredBlock block) implements ShadowQuestion {
        @Override
        public float[] row() {
            return block.features();
        }
    }
}
