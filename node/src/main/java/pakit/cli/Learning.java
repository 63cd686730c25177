package pakit.cli;

import java.time.InstantSource;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import pakit.block.BlockId;
import pakit.dag.Exploration;
import pakit.dag.Outcome;
import pakit.ml.integration.ShadowMode;
import pakit.ml.models.SafeCodecs;
import pakit.ml.oracle.ContinuousOracle;
import pakit.ml.serving.ModelServer;
import pakit.ml.telemetry.OutcomeTelemetry;
import pakit.ml.telemetry.TelemetryEvent;
import pakit.store.Home;

/// The parts of a node that find out what its choices bring, and what others would.
///
/// @param outcomes what learns of each block
record Learning(ContinuousOracle oracle, Exploration exploration, Consumer<Outcome> outcomes) {
    /// The models that it learns about.
    ///
    /// @param events told of all that happens
    /// @param hasher what blocks go by in events
    record Served(
            ModelServer models, ShadowMode shadow, Consumer<TelemetryEvent> events, ToLongFunction<BlockId> hasher) {}

    static Learning of(Home home, Configuration configuration, Served served) {
        return configuration.telemetry().enabled()
                ? keeping(home, configuration.learning(), served)
                : keepingNothing(home, configuration.learning(), served);
    }

    private static Learning keeping(Home home, LearningSettings settings, Served served) {
        ContinuousOracle oracle = oracle(home, settings, served);
        Consumer<Outcome> kept = new OutcomeTelemetry(served.events(), served.hasher(), InstantSource.system());
        return new Learning(
                oracle,
                exploration(home, settings.exploration()),
                kept.andThen(oracle).andThen(served.shadow()));
    }

    private static Learning keepingNothing(Home home, LearningSettings settings, Served served) {
        ContinuousOracle oracle = oracle(home, settings, served);
        return new Learning(oracle, exploration(home, settings.exploration()), oracle.andThen(served.shadow()));
    }

    private static ContinuousOracle oracle(Home home, LearningSettings settings, Served served) {
        ContinuousOracle oracle = new ContinuousOracle(
                settings.oracle(),
                home.profile(),
                new ContinuousOracle.Surroundings(
                        new Random(),
                        served.hasher(),
                        served.events(),
                        served.shadow()::tried,
                        served.models().monitor()::regretThresholdPercent,
                        InstantSource.system()));
        served.models().alerts().watch(oracle);
        return oracle;
    }

    private static Exploration exploration(Home home, double share) {
        return share == 0 ? Exploration.none() : new Exploration(share, SafeCodecs.of(home.profile()), new Random());
    }
}
