package pakit.ml.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import pakit.error.PakitException;
import pakit.ml.database.PakitDatabase;

/// Experiments in the database: plan and state as JSON, the figures of each phase and arm as bytes.
final class ExperimentTable {
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .build();

    private final PakitDatabase database;

    ExperimentTable(PakitDatabase database) {
        this.database = database;
    }

    /// Writes state and figures as they are now, all or nothing.
    void save(Experiment experiment) {
        String name = experiment.plan().name();
        String setup = json(experiment.plan());
        ExperimentState state = experiment.state();
        List<PhaseFigures> phases = experiment.phases();
        database.transact(connection -> {
            upsert(connection, name, setup, json(state));
            for (int phase = 0; phase < phases.size(); phase++) {
                saveFigures(connection, name, phase, phases.get(phase));
            }
            return true;
        });
    }

    /// All experiments, oldest first. One that cannot be read is not passed over in silence.
    ///
    /// @throws PakitException.Corrupt naming the experiment
    List<Experiment> load() {
        return database.isBlank() ? List.of() : readAll();
    }

    private List<Experiment> readAll() {
        return database.transact(connection -> {
            try (PreparedStatement query =
                            connection.prepareStatement("SELECT name, setup, state FROM experiments ORDER BY rowid");
                    ResultSet rows = query.executeQuery()) {
                List<Experiment> all = new ArrayList<>();
                while (rows.next()) {
                    all.add(read(connection, rows));
                }
                return all;
            }
        });
    }

    void delete(String name) {
        database.transact(connection -> {
            for (String sql : List.of(
                    "DELETE FROM experiments WHERE name = ?", "DELETE FROM experiment_figures WHERE experiment = ?")) {
                try (PreparedStatement delete = connection.prepareStatement(sql)) {
                    delete.setString(1, name);
                    delete.executeUpdate();
                }
            }
            return true;
        });
    }

    private static void upsert(Connection connection, String name, String setup, String state) throws SQLException {
        try (PreparedStatement put =
                connection.prepareStatement("INSERT INTO experiments (name, setup, state) VALUES (?, ?, ?)"
                        + " ON CONFLICT (name) DO UPDATE SET state = excluded.state")) {
            put.setString(1, name);
            put.setString(2, setup);
            put.setString(3, state);
            put.executeUpdate();
        }
    }

    private static void saveFigures(Connection connection, String name, int phase, PhaseFigures figures)
            throws SQLException {
        try (PreparedStatement put = connection.prepareStatement(
                "INSERT INTO experiment_figures (experiment, phase, arm, share, figures) VALUES (?, ?, ?, ?, ?)"
                        + " ON CONFLICT (experiment, phase, arm) DO UPDATE SET figures = excluded.figures")) {
            for (int arm = 0; arm < figures.arms().size(); arm++) {
                put.setString(1, name);
                put.setInt(2, phase);
                put.setInt(3, arm);
                put.setDouble(4, figures.share());
                put.setBytes(5, FiguresBlob.write(figures.arms().get(arm)));
                put.executeUpdate();
            }
        }
    }

    private static Experiment read(Connection connection, ResultSet row) throws SQLException {
        String name = row.getString(1);
        try {
            ExperimentPlan plan = JSON.readValue(row.getString(2), ExperimentPlan.class);
            ExperimentState state = JSON.readValue(row.getString(3), ExperimentState.class);
            return Experiment.resume(plan, state, figures(connection, name));
        } catch (JsonProcessingException | PakitException e) {
            throw new PakitException.Corrupt("experiment " + name + " in the database: " + e.getMessage(), e);
        }
    }

    private static List<PhaseFigures> figures(Connection connection, String name) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT phase, share, figures FROM experiment_figures WHERE experiment = ? ORDER BY phase, arm")) {
            query.setString(1, name);
            List<PhaseFigures> phases = new ArrayList<>();
            List<ArmFigures> arms = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                double share = 0;
                int phase = 0;
                while (rows.next()) {
                    if (rows.getInt(1) != phase) {
                        phases.add(new PhaseFigures(share, arms));
                        arms.clear();
                        phase = rows.getInt(1);
                    }
                    share = rows.getDouble(2);
                    arms.add(FiguresBlob.read(rows.getBytes(3)));
                }
                phases.add(new PhaseFigures(share, arms));
            }
            return phases;
        }
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(value.getClass() + " has no JSON form", impossible);
        }
    }
}
