package pakit.ml.serving;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import pakit.error.PakitException;
import pakit.ml.models.ModelVersion;
import pakit.store.ContentSum;
import pakit.store.SmallJson;

/// The text form of an [Activation]: CRC-32C of the JSON in eight hex digits, a space, the JSON on one line.
final class ActivationLine {
    static final int FORMAT_VERSION = 1;

    private static final int CHECKSUM_DIGITS = 8;

    private ActivationLine() {}

    /// The line, without its line feed.
    static String write(Activation activation) {
        String json = new JsonMapper()
                .createObjectNode()
                .put("formatVersion", FORMAT_VERSION)
                .put("at", activation.at().toString())
                .put("version", activation.version().text())
                .put("kind", activation.kind())
                .put("actor", activation.actor())
                .put("reason", activation.reason())
                .toString();
        return ContentSum.of(json) + " " + json;
    }

    /// Reads a line; empty if it is torn or damaged.
    ///
    /// @throws PakitException.Corrupt if it is whole but of a newer format
    static Optional<Activation> read(String line) {
        if (line.length() <= CHECKSUM_DIGITS || line.charAt(CHECKSUM_DIGITS) != ' ') {
            return Optional.empty();
        }
        String json = line.substring(CHECKSUM_DIGITS + 1);
        return ContentSum.of(json).equals(line.substring(0, CHECKSUM_DIGITS)) ? parse(json) : Optional.empty();
    }

    private static Optional<Activation> parse(String json) {
        try {
            SmallJson line = SmallJson.read(json);
            int format = line.requiredNumber("formatVersion");
            if (format > FORMAT_VERSION) {
                throw new PakitException.Corrupt(
                        "it holds a line of format " + format + ", this Pakit reads up to " + FORMAT_VERSION);
            }
            return Optional.of(new Activation(
                    Instant.parse(line.requiredText("at")),
                    ModelVersion.parse(line.requiredText("version")),
                    line.requiredText("kind"),
                    line.requiredText("actor"),
                    line.requiredText("reason")));
        } catch (DateTimeException | IllegalArgumentException | PakitException.Invalid damaged) {
            return Optional.empty();
        }
    }
}
