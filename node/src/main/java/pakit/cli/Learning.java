package pakit.cli;

import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import pakit.block.BlockId;
import pakit.dag.Exploration;
import pakit.dag.Outcome;
import pakit.ml.alerts.AlertBook;
import pakit.ml.models.SafeCodecs;
import pakit.ml.oracle.ContinuousOracle;
import pakit.ml.oracle.Sideline;
import pakit.ml.telemetry.BlockHasher;
import pakit.ml.telemetry.OutcomeTelemetry;
import pakit.ml.telemetry.TelemetryCollector;
import pakit.ml.telemetry.TelemetryEvent;
import pakit.store.Home;

/// The parts of a node that find out what its choices bring, and what others would.
///
/// @param outcomes what learns of each block
record Learning(ContinuousOracle oracle, Exploration exploration, Consumer<Outcome> outcomes) {
    private static final String TELEMETRY_KEY = "telemetry.key";

    static Learning of(Home home, Configuration configuration, TelemetryCollector telemetry, AlertBook alerts) {
        return configuration.telemetryEnabled()
                ? keeping(home, configuration.learning(), telemetry, alerts)
                : keepingNothing(home, configuration.learning(), alerts);
    }

    private static Learning keeping(
            Home home, LearningSettings settings, TelemetryCollector telemetry, AlertBook alerts) {
        BlockHasher hasher = BlockHasher.open(home.layout().directory().resolve(TELEMETRY_KEY));
        ContinuousOracle oracle = oracle(home, settings, hasher::hash, telemetry::record);
        alerts.watch(oracle);
        Consumer<Outcome> kept = new OutcomeTelemetry(telemetry, hasher, InstantSource.system());
        return new Learning(oracle, exploration(home, settings.exploration()), kept.andThen(oracle));
    }

    /// No events, and so no key either.
    private static Learning keepingNothing(Home home, LearningSettings settings, AlertBook alerts) {
        ContinuousOracle oracle = oracle(home, settings, id -> 0, event -> {});
        alerts.watch(oracle);
        return new Learning(oracle, exploration(home, settings.exploration()), oracle);
    }

    private static ContinuousOracle oracle(
            Home home, LearningSettings settings, ToLongFunction<BlockId> hasher, Consumer<TelemetryEvent> events) {
        return new ContinuousOracle(
                settings.oracle(),
                home.profile(),
                new ContinuousOracle.Surroundings(new Random(), hasher, events, InstantSource.system()));
    }

    private static Exploration exploration(Home home, double share) {
        return share == 0 ? Exploration.none() : new Exploration(share, SafeCodecs.of(home.profile()), new Random());
    }

    /// What works beside the traffic.
    List<Sideline<?>> sidelines() {
        return List.of(oracle.sideline());
    }
}
