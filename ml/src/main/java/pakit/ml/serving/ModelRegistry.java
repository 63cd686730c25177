package pakit.ml.serving;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.ml.models.Manifest;
import pakit.ml.models.PakitModel;

/// The live version of each model, and its challenger if it has one, each behind one volatile reference. Thread-safe.
///
/// Whoever calls a model takes a lease: the version stays open while the lease is held, a swap does not wait for it,
/// and a lease taken after a swap has returned is on the new version.
public final class ModelRegistry {
    private final Map<String, ModelSlot> slots = new ConcurrentHashMap<>();
    private final Function<String, CallMeter> meters;
    private final Switches switches;

    /// @param models the directory where switches are kept
    ModelRegistry(Path models, Function<String, CallMeter> meters) {
        this.meters = meters;
        this.switches = new Switches(models, InstantSource.system(), this::obey);
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

    /// A lease on the live version or the challenger, whichever `versionOrAlias` names: by its version, or as
    /// `champion` or `challenger`.
    ///
    /// @throws PakitException.NotFound naming what is loaded
    public Lease lease(String model, String versionOrAlias) {
        Lease lease = tryLease(model, versionOrAlias);
        if (lease == null) {
            throw new PakitException.NotFound(
                    "model " + model + " has no version '" + versionOrAlias + "' loaded, loaded are " + loaded(model));
        }
        return lease;
    }

    /// As [#lease(String, String)], or null if that version is not loaded.
    public @Nullable Lease tryLease(String model, String versionOrAlias) {
        ModelSlot slot = slots.get(model);
        if (slot == null) {
            return null;
        }
        return switch (versionOrAlias) {
            case Aliases.CHAMPION -> slot.tryLease();
            case Aliases.CHALLENGER -> slot.tryLeaseChallenger();
            default -> ofVersion(slot, versionOrAlias);
        };
    }

    private static @Nullable Lease ofVersion(ModelSlot slot, String version) {
        Lease lease = only(slot.tryLease(), version);
        Lease other = lease == null ? only(slot.tryLeaseChallenger(), version) : lease;
        return other == null ? only(slot.tryLease(), version) : other; // a challenger may have become live meanwhile
    }

    private static @Nullable Lease only(@Nullable Lease lease, String version) {
        if (lease != null && !lease.model().manifest().version().text().equals(version)) {
            lease.close();
            return null;
        }
        return lease;
    }

    /// The versions that may be asked: the live one, then the challenger.
    public List<String> loaded(String model) {
        return Stream.of(live(model), challenger(model))
                .flatMap(Optional::stream)
                .map(manifest -> manifest.version().text())
                .toList();
    }

    /// What is known of the challenger; empty if none is loaded.
    public Optional<Manifest> challenger(String model) {
        ModelSlot slot = slots.get(model);
        PakitModel challenger = slot == null ? null : slot.challenger();
        return Optional.ofNullable(challenger).map(PakitModel::manifest);
    }

    /// What is known of the live version; empty if no such model is loaded.
    public Optional<Manifest> live(String model) {
        ModelSlot slot = slots.get(model);
        PakitModel live = slot == null ? null : slot.model();
        return Optional.ofNullable(live).map(PakitModel::manifest);
    }

    /// The live version of each loaded model, in the order of their names.
    public List<Manifest> live() {
        return models().stream().sorted().flatMap(model -> live(model).stream()).toList();
    }

    /// Whether the model is loaded and may give hints.
    public boolean enabled(String model) {
        ModelSlot slot = slots.get(model);
        return slot != null && slot.model() != null && slot.enabled();
    }

    /// What keeps models from giving hints.
    public Switches switches() {
        return switches;
    }

    void publish(String model, PakitModel version) {
        slot(model).publish(version);
    }

    void challenge(String model, PakitModel version) {
        slot(model).challenge(version);
    }

    void withdraw(String model) {
        ModelSlot slot = slots.get(model);
        if (slot != null) {
            slot.withdraw();
        }
    }

    void unload(String model) {
        ModelSlot slot = slots.get(model);
        if (slot != null) {
            slot.clear();
        }
    }

    void clear() {
        slots.values().forEach(ModelSlot::clear);
    }

    private ModelSlot slot(String model) {
        ModelSlot slot =
                slots.computeIfAbsent(model, name -> new ModelSlot(meters.apply(name), switches.enabled(name)));
        switches.tell(model, slot::enabled); // also if they were changed while the slot was made
        return slot;
    }

    private void obey(Switches changed) {
        slots.forEach((name, slot) -> slot.enabled(changed.enabled(name)));
    }
}
