/// Models that retrain themselves: a job takes what the node learned of its own blocks, trains, and brings the version
/// through the gate, shadow mode and a ramp, without a person. Open [pakit.jobs.TrainingScheduler] first.
@NullMarked
package pakit.jobs;

import org.jspecify.annotations.NullMarked;
