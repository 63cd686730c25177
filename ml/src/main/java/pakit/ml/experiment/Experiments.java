package pakit.ml.experiment;

import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.error.PakitException;
import pakit.ml.database.PakitDatabase;

/// The experiments of a home: begun, looked up, saved in batches, stepped, ended. Thread-safe.
///
/// Events are tallied in memory and written by [#save(Experiment)]; a crash loses what came after the last one.
/// Decisions are written at once.
final class Experiments {
    private static final Logger LOG = LoggerFactory.getLogger(Experiments.class);

    private final ExperimentTable table;
    private final InstantSource clock;
    private final Map<String, Experiment> all = new ConcurrentHashMap<>();
    private final Map<String, Experiment.Progress> saved = new ConcurrentHashMap<>();
    private volatile Map<String, Experiment> newestOfModels = Map.of();

    Experiments(PakitDatabase database, InstantSource clock) {
        this.table = new ExperimentTable(database);
        this.clock = clock;
        for (Experiment experiment : table.load()) {
            all.put(experiment.plan().name(), experiment);
        }
        index();
    }

    /// @throws PakitException.Refused if there is or was one of that name, or another one runs on the model
    synchronized Experiment begin(ExperimentPlan plan) {
        if (all.containsKey(plan.name())) {
            throw new PakitException.Refused("experiment " + plan.name()
                    + " exists already, and a name is given once: choose another, or delete the ended one");
        }
        for (Experiment other : all.values()) {
            if (other.state().isRunning() && other.plan().model().equals(plan.model())) {
                throw new PakitException.Refused("experiment " + other.plan().name() + " runs on " + plan.model()
                        + " already: two splits of the same traffic would mix");
            }
        }
        Experiment experiment = Experiment.begin(plan, clock.instant());
        table.save(experiment);
        all.put(plan.name(), experiment);
        index();
        LOG.info("Experiment {} on {} begins, treatment gets {}", plan.name(), plan.model(), plan.share());
        return experiment;
    }

    /// @throws PakitException.NotFound naming those that there are
    Experiment get(String name) {
        Experiment experiment = all.get(name);
        if (experiment == null) {
            throw new PakitException.NotFound("no experiment '" + name + "', there are "
                    + all.keySet().stream().sorted().toList());
        }
        return experiment;
    }

    Collection<Experiment> all() {
        return List.copyOf(all.values());
    }

    /// @throws PakitException.Refused while it runs
    synchronized void delete(String name) {
        Experiment experiment = get(name);
        if (experiment.state().isRunning()) {
            throw new PakitException.Refused("experiment " + name + " is running: stop it before deleting it");
        }
        table.delete(name);
        all.remove(name);
        saved.remove(name);
        index();
    }

    /// The experiment that runs on `model`, or null. Cheap enough for every request.
    @Nullable
    Experiment running(String model) {
        Experiment newest = newestOfModels.get(model);
        return newest != null && newest.state().isRunning() ? newest : null;
    }

    /// One that runs is the newest of its model.
    private void index() {
        Map<String, Experiment> newest = new HashMap<>();
        for (Experiment experiment : all.values()) {
            newest.merge(
                    experiment.plan().model(), experiment, (a, b) -> a.state().isRunning() ? a : b);
        }
        newestOfModels = Map.copyOf(newest);
    }

    /// Makes what was tallied durable; writes nothing if nothing was.
    void save(Experiment experiment) {
        String name = experiment.plan().name();
        Experiment.Progress now = experiment.progress();
        if (!now.equals(saved.get(name))) {
            table.save(experiment);
            saved.put(name, now);
        }
    }
}
