package pakit.ml.models;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import pakit.error.PakitException;
import pakit.ml.models.Reference.Case;

/// What spoke for candidates of a played reader, and whether they were asked for in time: the set that every prefetch
/// model is judged on. A gzipped table in the jar, a line for each case: family, eight figures, 1 for used.
final class PrefetchCases {
    private static final String FILE = "/pakit/reference/prefetch-1/cases.csv.gz";
    private static final int DIGITS = 12;

    private PrefetchCases() {}

    static References.Named named() {
        byte[] file = DefaultModels.resource(FILE);
        String digest = ModelArtifact.sha256(file).substring(0, DIGITS);
        return new References.Named("prefetch-1-" + digest, () -> read(file));
    }

    private static Reference read(byte[] file) {
        List<Case> cases = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(new ByteArrayInputStream(file)), StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                cases.add(caseOf(line));
            }
        } catch (IOException | RuntimeException e) {
            throw new PakitException.Corrupt(
                    "reference set " + FILE + " cannot be read: " + e + "; build this installation again", e);
        }
        return new Reference.Labelled(List.of("unused", "used"), cases);
    }

    private static Case caseOf(String line) {
        String[] words = line.split(",");
        float[] row = new float[PrefetchModel.SCHEMA.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = Float.parseFloat(words[i + 1]);
        }
        return new Case(words[0], row, Integer.parseInt(words[row.length + 1]));
    }
}
