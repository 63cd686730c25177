package pakit.load;

import java.util.List;
import java.util.Locale;
import pakit.error.PakitException;
import pakit.ml.serving.ModelServer;

/// A model of this process, asked as a stranger would: by name, its input checked, counted and timed.
public final class ProcessTarget implements LoadTarget {
    private final ModelServer server;
    private final String model;
    private final List<float[]> rows;

    /// @param rows sent by turns
    public ProcessTarget(ModelServer server, String model, List<float[]> rows) {
        this.server = server;
        this.model = model;
        this.rows = rows;
    }

    @Override
    public Caller connect() {
        return number -> {
            try {
                var unused = server.predict(model, 1, rows.get((int) (number % rows.size())));
            } catch (PakitException e) {
                throw new Failed(e.getClass().getSimpleName().toLowerCase(Locale.ROOT), String.valueOf(e.getMessage()));
            }
        };
    }
}
