package pakit.ml.serving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.error.PakitException;
import pakit.ml.models.Cleared;
import pakit.ml.models.ForcedModel;
import pakit.ml.models.Manifest;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.ModelVersion;
import pakit.ml.models.ValidatedModel;
import pakit.store.DurableFiles;

/// The versions on disk and the journal of what was live when: `models/NAME/VERSION/` and
/// `models/NAME/activations.log`. A registered version never changes. Thread-safe; one process at a time, which the
/// home's lock sees to.
public final class VersionManager {
    private static final Logger LOG = LoggerFactory.getLogger(VersionManager.class);
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");

    private final Path baseDir;
    private final InstantSource clock;
    private final Map<String, ActivationJournal> journals = new HashMap<>();
    private final ListedVersions listed = new ListedVersions();

    /// Opens or creates the directory. What a registration left that did not finish is set aside by name.
    public VersionManager(Path baseDir) {
        this(baseDir, InstantSource.system());
    }

    VersionManager(Path baseDir, InstantSource clock) {
        this.baseDir = baseDir;
        this.clock = clock;
        try {
            Files.createDirectories(baseDir);
            for (Path model : VersionFiles.directories(baseDir)) {
                Leftovers.settle(model, VersionFiles.directories(model), clock.instant());
            }
        } catch (IOException e) {
            throw new PakitException.Unavailable("model directory " + baseDir + " cannot be opened: " + e, e);
        }
    }

    /// Stores an artifact: written to a temporary name, fsynced, renamed, directory fsynced.
    ///
    /// @throws PakitException.Refused if that version exists with other bytes (the same bytes are fine)
    public synchronized void register(ModelArtifact artifact) {
        Manifest manifest = artifact.manifest();
        Path directory = directory(manifest.name(), manifest.version());
        if (Files.exists(directory)) {
            Immutability.requireSame(directory, artifact);
            return;
        }
        Immutability.requireSameAsDeleted(read(manifest.name()), artifact);
        try {
            Path model = Files.createDirectories(directory.getParent());
            Path temporary = Files.createTempDirectory(model, Leftovers.HALF_WRITTEN + manifest.version() + "-");
            artifact.write(temporary);
            Files.move(temporary, directory, StandardCopyOption.ATOMIC_MOVE);
            DurableFiles.syncDirectory(model);
            DurableFiles.syncDirectory(baseDir);
        } catch (IOException e) {
            throw new PakitException.Unavailable(
                    "version " + manifest.version() + " of " + manifest.name() + " cannot be written: " + e, e);
        }
    }

    /// As [#register], from a directory with `model.json`, with further metadata.
    ///
    /// @throws PakitException.Invalid if the artifact is of another model
    public void registerVersion(String model, String version, Path modelPath, Map<String, String> metadata) {
        register(ModelArtifact.read(modelPath, model, ModelVersion.parse(version))
                .withMetadata(metadata));
    }

    /// Registers and activates each of `artifacts` whose model has no history yet, as `install`. A version that is
    /// registered with other bytes is left as it is, with a warning; so is one that does not pass.
    ///
    /// @param gate lets an artifact pass, or refuses it
    synchronized void installDefaults(List<ModelArtifact> artifacts, Function<ModelArtifact, Cleared> gate) {
        for (ModelArtifact artifact : artifacts) {
            Manifest manifest = artifact.manifest();
            try {
                if (journal(manifest.name()).history().lines().isEmpty()) {
                    register(artifact);
                    activate(gate.apply(artifact), new Cause("install", "shipped with Pakit"));
                }
            } catch (PakitException.Refused | PakitException.Corrupt e) {
                LOG.warn("default {} is not installed: {}", manifest.title(), e.getMessage());
            }
        }
    }

    /// Names with at least one version, in order.
    public List<String> models() {
        return VersionFiles.directories(baseDir).stream()
                .filter(model -> !VersionFiles.versions(model).isEmpty())
                .map(model -> model.getFileName().toString())
                .filter(name -> NAME.matcher(name).matches())
                .sorted()
                .toList();
    }

    /// Registered versions, newest precedence first. One that is damaged on disk is left out, with a warning.
    ///
    /// @throws PakitException.NotFound if nothing is registered under that name
    public List<Manifest> listVersions(String model) {
        return registered(model).stream()
                .flatMap(version -> readable(model, version).stream())
                .toList();
    }

    /// @throws PakitException.NotFound naming model and version
    /// @throws PakitException.Corrupt naming the file and what is wrong with it
    public ModelArtifact artifact(String model, ModelVersion version) {
        Path directory = directory(model, version);
        if (!Files.isDirectory(directory)) {
            throw new PakitException.NotFound(
                    "model " + model + " has no version " + version + ", registered are " + registered(model));
        }
        ModelArtifact artifact = ModelArtifact.read(directory);
        Manifest manifest = artifact.manifest();
        if (!manifest.name().equals(model) || !manifest.version().equals(version)) {
            throw new PakitException.Corrupt("manifest in " + directory + " names " + manifest.name() + " "
                    + manifest.version() + ", expected " + model + " " + version);
        }
        return artifact;
    }

    /// What the journal says is live.
    public Optional<ModelVersion> live(String model) {
        return standing(model).live();
    }

    public Optional<Instant> deployedAt(String model, ModelVersion version) {
        registered(model);
        return read(model).deployedAt(version);
    }

    /// Every activation and rollback, oldest first.
    public synchronized List<Activation> history(String model) {
        registered(model);
        return journal(model).history().lines();
    }

    /// The line of the history by which a version was live at `time`; empty before the first. Whether the node was up
    /// then, or the model unloaded, is not in it.
    public Optional<Activation> liveAt(String model, Instant time) {
        registered(model);
        return read(model).liveAt(time);
    }

    /// The version that is loaded beside the live one, to be compared with it.
    public Optional<ModelVersion> challenger(String model) {
        return read(model).challenger();
    }

    /// Deletes versions, oldest first, until `keepLatest` are left: never the live one, the one that a rollback leads
    /// to, the challenger or one that serves in another's place. What was measured of them goes with them.
    ///
    /// @return what was deleted, newest first
    /// @throws PakitException.NotFound if nothing is registered under that name
    public List<ModelVersion> cleanupOldVersions(String model, int keepLatest) {
        return cleanupOldVersions(model, keepLatest, "api");
    }

    /// As [#cleanupOldVersions(String, int)], with who asked.
    public List<ModelVersion> cleanupOldVersions(String model, int keepLatest, String actor) {
        return cleanupOldVersions(model, keepLatest, registered(model), actor);
    }

    /// As [#cleanupOldVersions(String, int)], `among` those alone, newest first.
    synchronized List<ModelVersion> cleanupOldVersions(
            String model, int keepLatest, List<ModelVersion> among, String actor) {
        List<ModelVersion> old = CleanUp.old(among, keepLatest, inUse(model));
        List<Manifest> before = old.isEmpty() ? List.of() : listVersions(model);
        for (ModelVersion version : old) {
            String what =
                    readable(model, version).map(Immutability::fingerprint).orElse("damaged");
            Runnable journal = () -> write(model, version, Activation.CLEANUP, new Cause(actor, what));
            CleanUp.delete(directory(model), version, clock.instant(), journal);
        }
        CleanUp.forgetEvaluations(baseDir, before, old);
        return old;
    }

    private Set<ModelVersion> inUse(String model) {
        History history = read(model);
        return Stream.of(history.standing().live(), rollbackTarget(model), history.challenger(), history.served())
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }

    /// The newest earlier activation that has not been rolled back and whose version is registered.
    public Optional<ModelVersion> rollbackTarget(String model) {
        return standing(model).beforeLive(version -> Files.isDirectory(directory(model, version)));
    }

    Standing standing(String model) {
        return read(model).standing();
    }

    /// What the journal says; of an unknown model, nothing.
    synchronized History read(String model) {
        return journal(model).history();
    }

    /// Writes down that a version goes live. Only the gate can say that it may.
    void activate(Cleared cleared, Cause cause) {
        switch (cleared) {
            case ValidatedModel validated -> append(validated.model(), validated.version(), Activation.ACTIVATE, cause);
            case ForcedModel forced ->
                append(forced.model(), forced.version(), Activation.FORCE, new Cause(cause.actor(), forced.reason()));
        }
    }

    void rollBack(String model, ModelVersion version, Cause cause) {
        append(model, version, Activation.ROLLBACK, cause);
    }

    /// Writes down what happens to a version, if no clean-up has taken it meanwhile.
    ///
    /// @throws PakitException.NotFound if one has
    synchronized void append(String model, ModelVersion version, String kind, Cause cause) {
        if (!Files.isDirectory(directory(model, version))) {
            throw new PakitException.NotFound("version " + version + " of " + model + " is gone: it was cleaned up");
        }
        write(model, version, kind, cause);
    }

    /// Writes down that a version is no challenger any more; it may be gone from the disk.
    synchronized void withdraw(String model, ModelVersion version, Cause cause) {
        write(model, version, Activation.CHALLENGER_REMOVED, cause);
    }

    private void write(String model, ModelVersion version, String kind, Cause cause) {
        journal(model).append(new Activation(clock.instant(), version, kind, cause.actor(), cause.reason()));
    }

    private ActivationJournal journal(String model) {
        ActivationJournal known = journals.get(model);
        if (known != null) {
            return known;
        }
        Path directory = directory(model);
        ActivationJournal opened = ActivationJournal.open(directory, clock.instant());
        if (Files.isDirectory(directory)) {
            journals.put(model, opened); // so that asking for unknown names does not fill memory
        }
        return opened;
    }

    /// Newest precedence first, damaged ones too.
    List<ModelVersion> registered(String model) {
        Path directory = directory(model);
        List<ModelVersion> versions = Files.isDirectory(directory) ? VersionFiles.versions(directory) : List.of();
        if (versions.isEmpty()) {
            throw new PakitException.NotFound("no model " + model + ", registered are " + models());
        }
        return versions;
    }

    private Optional<Manifest> readable(String model, ModelVersion version) {
        try {
            return Optional.of(listed.manifest(
                    directory(model, version), () -> artifact(model, version).manifest()));
        } catch (PakitException.Corrupt | PakitException.NotFound e) {
            LOG.warn("version {} of {} is not listed: {}", version, model, e.getMessage());
            return Optional.empty();
        }
    }

    private Path directory(String model) {
        if (!NAME.matcher(model).matches()) {
            throw new PakitException.Invalid(
                    "model name must be lower-case letters, digits and _, at most 64, found '" + model + "'");
        }
        return baseDir.resolve(model);
    }

    /// A version's text is a plain file name by its grammar.
    Path directory(String model, ModelVersion version) {
        return directory(model).resolve(version.text());
    }
}
