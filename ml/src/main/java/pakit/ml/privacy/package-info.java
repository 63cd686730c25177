/// Figures and rows that may be shown to others: noise with an accounted budget, and rows that are like enough others.
/// Open [pakit.ml.privacy.PrivacyBudget] first, then [pakit.ml.privacy.Noise].
@NullMarked
package pakit.ml.privacy;

import org.jspecify.annotations.NullMarked;
