/// What a model may say to the core, and silence with its reason. Data only: no clock, no randomness, no thread, no
/// socket. Open [pakit.hint.Advice] first.
@NullMarked
package pakit.hint;

import org.jspecify.annotations.NullMarked;
