package pakit.ml.serving;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.error.PakitException;
import pakit.store.ContentSum;
import pakit.store.DurableFiles;

/// Which models may give hints: a switch a model, and one over all of them. Kept in `switches.json` among the models; a
/// change is durable when it returns, and counts from the next hint on. Over all of it stands the configuration, which
/// can keep every model silent for one run. Thread-safe.
///
/// A file that is damaged is set aside by name, and all models may give hints: a wrong hint costs little, a node that
/// does not start costs all.
public final class Switches {
    static final String FILE_NAME = "switches.json";
    static final int FORMAT_VERSION = 1;

    private static final Logger LOG = LoggerFactory.getLogger(Switches.class);
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private final Path file;
    private final Consumer<Switches> changed;
    private volatile Positions positions;
    private volatile boolean offForThisRun;

    /// @param all whether any model may give hints
    /// @param disabled names of models that may not
    private record Positions(int formatVersion, boolean all, Set<String> disabled) {
        static final Positions ALL_ON = new Positions(FORMAT_VERSION, true, Set.of());

        String sum() {
            return ContentSum.of(formatVersion + " " + all + " " + new TreeSet<>(disabled));
        }
    }

    /// @param changed told after each change, one at a time
    Switches(Path models, InstantSource clock, Consumer<Switches> changed) {
        this.file = models.resolve(FILE_NAME);
        this.changed = changed;
        this.positions = open(clock);
    }

    /// Whether `model` may give hints.
    public boolean enabled(String model) {
        return allEnabled() && !positions.disabled().contains(model);
    }

    /// Whether any model may.
    public boolean allEnabled() {
        return all() == MlSwitch.ON;
    }

    /// How the switch over all models stands.
    public MlSwitch all() {
        if (offForThisRun) {
            return MlSwitch.OFF_BY_CONFIGURATION;
        }
        return positions.all() ? MlSwitch.ON : MlSwitch.OFF;
    }

    /// Silences the hints of all models until the process ends, whatever is switched meanwhile: that is kept, and
    /// counts in the next run.
    public synchronized void offForThisRun() {
        offForThisRun = true;
        changed.accept(this);
        LOG.info("All models are disabled for this run");
    }

    /// Lets the model give hints, as it does from the start; while all are off it stays silent.
    public synchronized void enable(String model) {
        Set<String> disabled = new TreeSet<>(positions.disabled());
        disabled.remove(model);
        set(new Positions(FORMAT_VERSION, positions.all(), disabled));
        LOG.info("Model '{}' is enabled", model);
    }

    /// Silences the model's hints; predictions that are asked for by name go on.
    public synchronized void disable(String model) {
        Set<String> disabled = new TreeSet<>(positions.disabled());
        disabled.add(model);
        set(new Positions(FORMAT_VERSION, positions.all(), disabled));
        LOG.info("Model '{}' is disabled", model);
    }

    /// Lets every model give hints, those too that were disabled by name.
    public synchronized void enableAll() {
        set(Positions.ALL_ON);
        LOG.info("All models are enabled");
    }

    /// Silences every model, those too that are enabled by name or registered later, until [#enableAll].
    public synchronized void disableAll() {
        set(new Positions(FORMAT_VERSION, false, positions.disabled()));
        LOG.info("All models are disabled");
    }

    /// Tells how the switch stands, with no change at the same time.
    synchronized void tell(String model, Consumer<Boolean> listener) {
        listener.accept(enabled(model));
    }

    private void set(Positions wanted) {
        try {
            ObjectNode tree = MAPPER.valueToTree(wanted);
            DurableFiles.write(file, MAPPER.writeValueAsBytes(tree.put(ContentSum.FIELD, wanted.sum())));
        } catch (IOException e) {
            throw new PakitException.Unavailable(
                    "switches " + file + " cannot be written: " + e + "; nothing was switched", e);
        }
        positions = wanted;
        changed.accept(this);
    }

    private Positions open(InstantSource clock) {
        try {
            if (!Files.exists(file)) {
                return Positions.ALL_ON;
            }
            return read(MAPPER.readTree(Files.readAllBytes(file)));
        } catch (JsonProcessingException damaged) {
            return setAside(damaged.getOriginalMessage(), SetAside.stamp(clock.instant()));
        } catch (IOException e) {
            throw new PakitException.Unavailable("switches " + file + " cannot be read: " + e, e);
        }
    }

    /// Files of older Pakits have no checksum.
    private Positions read(JsonNode tree) throws JsonProcessingException {
        int format = tree.path("formatVersion").asInt();
        if (format > FORMAT_VERSION) {
            throw new PakitException.Corrupt("switches " + file + " have format " + format + ", this Pakit reads up to "
                    + FORMAT_VERSION + "; use a newer Pakit");
        }
        JsonNode stated = tree instanceof ObjectNode object ? object.remove(ContentSum.FIELD) : null;
        Positions found = MAPPER.treeToValue(tree, Positions.class);
        if (stated != null && !stated.asText().equals(found.sum())) {
            throw new JsonMappingException(
                    null, "its content has the checksum " + found.sum() + ", it states " + stated);
        }
        return found;
    }

    private Positions setAside(String why, String stamp) {
        Path aside = file.resolveSibling(FILE_NAME + ".damaged-" + stamp);
        try {
            Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new PakitException.Unavailable("switches " + file + " are damaged and cannot be set aside: " + e, e);
        }
        LOG.warn("switches {} are damaged ({}): set aside as {}, all models are enabled", file, why, aside);
        return Positions.ALL_ON;
    }
}
