package pakit.ml.serving;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.ml.models.Manifest;
import pakit.ml.models.PakitModel;

/// The live version of each model, each behind one volatile reference. Thread-safe.
///
/// Whoever calls a model takes a lease: the version stays open while the lease is held, a swap does not wait for it,
/// and
/// a lease taken after a swap has returned is on the new version.
public final class ModelRegistry {
    private final Map<String, ModelSlot> slots = new ConcurrentHashMap<>();
    private final Function<String, CallMeter> meters;

    ModelRegistry(Function<String, CallMeter> meters) {
        this.meters = meters;
    }

    /// Names of the models that are loaded, in order.
    public Set<String> models() {
        Set<String> loaded = new TreeSet<>();
        slots.forEach((name, slot) -> {
            if (slot.model() != null) {
                loaded.add(name);
            }
        });
        return loaded;
    }

    /// A lease on the live version.
    ///
    /// @throws PakitException.NotFound if no such model is loaded
    public Lease lease(String model) {
        Lease lease = tryLease(model);
        if (lease == null) {
            throw new PakitException.NotFound("no model " + model + " is loaded, loaded are " + models());
        }
        return lease;
    }

    /// A lease on the live version, or null if no such model is loaded.
    public @Nullable Lease tryLease(String model) {
        ModelSlot slot = slots.get(model);
        return slot == null ? null : slot.tryLease();
    }

    /// What is known of the live version; empty if no such model is loaded.
    public Optional<Manifest> live(String model) {
        ModelSlot slot = slots.get(model);
        PakitModel live = slot == null ? null : slot.model();
        return Optional.ofNullable(live).map(PakitModel::manifest);
    }

    /// Whether the model is loaded and may give hints.
    public boolean enabled(String model) {
        ModelSlot slot = slots.get(model);
        return slot != null && slot.model() != null && slot.enabled();
    }

    /// Lets the model give hints, as it does from the start.
    public void enable(String model) {
        slot(model).enabled(true);
    }

    /// Silences the model's hints; predictions that are asked for by name go on.
    public void disable(String model) {
        slot(model).enabled(false);
    }

    void publish(String model, PakitModel version) {
        slots.computeIfAbsent(model, name -> new ModelSlot(meters.apply(name))).publish(version);
    }

    void clear() {
        slots.values().forEach(ModelSlot::clear);
    }

    private ModelSlot slot(String model) {
        ModelSlot slot = slots.get(model);
        if (slot == null) {
            throw new PakitException.NotFound("no model " + model + " is loaded, loaded are " + models());
        }
        return slot;
    }
}
