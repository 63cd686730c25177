package pakit.ml.alerts;

import java.util.List;

/// A part of a node that knows whether something is wrong.
@FunctionalInterface
public interface AlertSource {
    /// Everything that this source watches, each once, whatever its state. Asked every few seconds and at each scrape;
    /// must not wait. An alert whose key no source mentions any more is resolved like one that is well.
    List<Finding> look();
}
