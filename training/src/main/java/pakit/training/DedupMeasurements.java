package pakit.training;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import pakit.codec.Profile;
import pakit.error.PakitException;
import pakit.ml.dedup.DedupAttempt;
import pakit.ml.dedup.DedupFeatures;
import pakit.ml.models.ModelArtifact;

/// Attempts at bases that the core would not have tried, with what came of them: what a dedup optimizer learns from.
///
/// As text, gzipped: the line `pakit-dedup-attempts 1`; a line `price PROFILE NANOS` for each profile; a line `set
/// RECORD_BYTES NAME` for each set of versions; a line `try SET PLAIN DEFAULT SAVED FEATURE…` for each attempt.
///
/// @param nanosPerByte what an attempt takes for each plain byte, at the level of each profile
/// @param recordBytes of each set, what its records take without any hint
/// @param attempts in the order in which they were made
record DedupMeasurements(Map<Profile, Double> nanosPerByte, Map<String, Long> recordBytes, List<Made> attempts) {
    private static final String HEADING = "pakit-dedup-attempts 1";
    private static final int FIELDS = 5;
    private static final int ATTEMPTS_MAX = 5_000_000;

    DedupMeasurements {
        nanosPerByte = Map.copyOf(nanosPerByte);
        attempts = List.copyOf(attempts);
    }

    /// @param set which set of versions it was made in
    record Made(String set, int plainBytes, float[] row, int defaultBytes, int savedBytes) {
        /// At the price of CPU time in a home of `profile`.
        DedupAttempt at(Profile profile, double nanosPerByte) {
            return new DedupAttempt(row, defaultBytes, savedBytes, profile.cost(0, (long) (nanosPerByte * plainBytes)));
        }
    }

    /// As a home of `profile` would see it.
    DedupAttempt at(Made made, Profile profile) {
        return made.at(profile, nanosPerByte.getOrDefault(profile, 0.0));
    }

    String sha256() {
        return ModelArtifact.sha256(text().getBytes(StandardCharsets.UTF_8));
    }

    void write(Path file) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(text().getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new IllegalStateException("memory takes all bytes", impossible);
        }
        try {
            Files.write(file, packed.toByteArray());
        } catch (IOException e) {
            throw new PakitException.Unavailable("attempts cannot be written to " + file + ": " + e.getMessage(), e);
        }
    }

    private String text() {
        List<String> sets = List.copyOf(recordBytes.keySet());
        StringBuilder text = new StringBuilder(HEADING).append('\n');
        for (Profile profile : Profile.values()) {
            text.append("price %s %s\n".formatted(profile.label(), nanosPerByte.getOrDefault(profile, 0.0)));
        }
        recordBytes.forEach((set, bytes) -> text.append("set %d %s\n".formatted(bytes, set)));
        for (Made made : attempts) {
            text.append("try %d %d %d %d"
                    .formatted(sets.indexOf(made.set), made.plainBytes, made.defaultBytes, made.savedBytes));
            for (float value : made.row) {
                text.append(' ').append(value);
            }
            text.append('\n');
        }
        return text.toString();
    }

    /// @throws PakitException.NotFound if there is no such file
    /// @throws PakitException.Corrupt if it is damaged or of another format
    static DedupMeasurements read(Path file) {
        if (!Files.exists(file)) {
            throw new PakitException.NotFound("there is no file " + file + " of attempts");
        }
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(file))), StandardCharsets.UTF_8))) {
            if (!HEADING.equals(lines.readLine())) {
                throw new PakitException.Corrupt(file + " does not begin with the line '" + HEADING + "'");
            }
            return parsed(lines);
        } catch (IOException | RuntimeException e) {
            throw e instanceof PakitException known
                    ? known
                    : new PakitException.Corrupt(file + " holds no attempts: " + e.getMessage(), e);
        }
    }

    private static DedupMeasurements parsed(BufferedReader lines) {
        Map<Profile, Double> prices = new EnumMap<>(Profile.class);
        Map<String, Long> sets = new LinkedHashMap<>();
        List<Made> attempts = new ArrayList<>();
        for (String line : lines.lines().limit(ATTEMPTS_MAX).toList()) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "price" -> prices.put(Profile.parse(words[1]), Double.parseDouble(words[2]));
                case "set" ->
                    sets.put(line.substring(line.indexOf(' ', "set ".length()) + 1), Long.parseLong(words[1]));
                case "try" -> attempts.add(made(words, List.copyOf(sets.keySet())));
                default -> throw new PakitException.Corrupt("unknown line '" + line + "'");
            }
        }
        return new DedupMeasurements(prices, sets, attempts);
    }

    private static Made made(String[] words, List<String> sets) {
        float[] row = new float[DedupFeatures.schema().size()];
        if (words.length != FIELDS + row.length) {
            throw new PakitException.Corrupt(
                    "an attempt has " + words.length + " fields, expected " + (FIELDS + row.length));
        }
        for (int i = 0; i < row.length; i++) {
            row[i] = Float.parseFloat(words[FIELDS + i]);
        }
        int[] numbers = IntStream.range(1, FIELDS)
                .map(at -> Integer.parseInt(words[at]))
                .toArray();
        return new Made(sets.get(numbers[0]), numbers[1], row, numbers[2], numbers[3]);
    }

    String described() {
        return recordBytes.keySet().stream().collect(Collectors.joining(", "));
    }
}
