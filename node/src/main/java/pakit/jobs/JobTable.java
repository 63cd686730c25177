package pakit.jobs;

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

/// Jobs in the database, the newest [#JOBS_MAX] of them. Thread-safe.
final class JobTable {
    /// All are read at every step; one begins every hour at most, or by hand.
    static final int JOBS_MAX = 1000;

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private final PakitDatabase database;

    JobTable(PakitDatabase database) {
        this.database = database;
    }

    void save(Job job) {
        database.transact(connection -> {
            try (PreparedStatement put = connection.prepareStatement("INSERT INTO jobs (id, content) VALUES (?, ?)"
                    + " ON CONFLICT (id) DO UPDATE SET content = excluded.content")) {
                put.setString(1, job.id());
                put.setString(2, JSON.writeValueAsString(job));
                put.executeUpdate();
                return forgetOldest(connection);
            } catch (JsonProcessingException impossible) {
                throw new IllegalStateException("job " + job.id() + " has no JSON form", impossible);
            }
        });
    }

    private static int forgetOldest(Connection connection) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM jobs WHERE rowid NOT IN"
                + " (SELECT rowid FROM jobs ORDER BY rowid DESC LIMIT " + JOBS_MAX + ")")) {
            return delete.executeUpdate();
        }
    }

    /// The newest first, whatever the clock said when they began.
    List<Job> all() {
        return database.transact(connection -> {
            try (PreparedStatement query =
                            connection.prepareStatement("SELECT id, content FROM jobs ORDER BY rowid DESC");
                    ResultSet rows = query.executeQuery()) {
                List<Job> jobs = new ArrayList<>();
                while (rows.next()) {
                    jobs.add(read(rows.getString(1), rows.getString(2)));
                }
                return jobs;
            }
        });
    }

    private static Job read(String id, String json) {
        try {
            return JSON.readValue(json, Job.class);
        } catch (JsonProcessingException e) {
            throw new PakitException.Corrupt(
                    "job " + id + " in the database cannot be read: " + e.getOriginalMessage(), e);
        }
    }
}
