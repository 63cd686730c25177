package pakit.dag;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.block.BlockId;
import pakit.hint.Advice;
import pakit.hint.Hint;
import pakit.hint.Silence;

/// The one place where the core meets a model. Advisors promise not to throw; should one break its promise, the core
/// goes on without it, and the failure counts as silence.
final class Asking {
    private static final Logger LOG = LoggerFactory.getLogger(Asking.class);

    private Asking() {}

    /// What `question` answers, or silence if it answers nothing or throws. Everything is caught, because there is
    /// nothing that a hint may cost a block: checked exceptions may be undeclared, and what a model wanted that ran out
    /// of memory or stack is free again once it has thrown.
    ///
    /// @param about the block that the question is about
    @SuppressWarnings("CatchThrowable")
    static <H extends Hint> Advice<H> ask(BlockId about, Supplier<@Nullable Advice<H>> question) {
        try {
            @Nullable Advice<H> advice = question.get();
            return advice == null ? Advice.silent(Silence.MODEL_FAILED) : advice;
        } catch (Throwable e) {
            LOG.debug("advisor failed on block {}", about, e);
            return Advice.silent(Silence.MODEL_FAILED);
        }
    }
}
