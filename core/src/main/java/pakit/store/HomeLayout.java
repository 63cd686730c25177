package pakit.store;

import java.nio.file.Path;

/// Where things lie in a home. Knows names only; opens nothing.
public record HomeLayout(Path directory) {
    public HomeLayout {
        directory = directory.toAbsolutePath().normalize();
    }

    /// RocksDB: blocks and roots.
    public Path blocks() {
        return directory.resolve("blocks");
    }

    /// `NAME/VERSION/` for each version of each model.
    public Path models() {
        return directory.resolve("models");
    }

    /// SQLite: events; may be lost without harm.
    public Path telemetryDatabase() {
        return directory.resolve("telemetry.db");
    }

    /// SQLite: experiments, ramps, alerts.
    public Path pakitDatabase() {
        return directory.resolve("pakit.db");
    }

    /// Where the running node of this home says its address.
    public Path nodeFile() {
        return directory.resolve("node.json");
    }

    /// Optional settings of the operator.
    public Path configuration() {
        return directory.resolve("pakit.conf");
    }

    /// What a backup is read from, while one runs.
    Path snapshot() {
        return directory.resolve("snapshot.tmp");
    }

    /// What is frozen in this home.
    Path homeFile() {
        return directory.resolve("home.json");
    }

    Path lockFile() {
        return directory.resolve("lock");
    }
}
