package pakit.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.ml.models.CodecTotals;
import pakit.ml.models.DefaultModels;
import pakit.ml.models.Manifest;
import pakit.ml.models.MeasuredBlock;
import pakit.ml.models.MeasurementFile;
import pakit.ml.models.Measurements;
import pakit.ml.models.Reference;
import pakit.ml.models.References;

/// The reference set in the ml jar against the measurements of the shipped model, which come with this module: it is
/// their test families, whole.
///
/// When the shipped model changes, `-Dpakit.reference.write=DIR` writes the new set there; count its version up.
class ReferenceSetTest {
    private static final int VERSION = 1;
    private static final String SELECTION =
            "The test families (60 of 297, 1819 blocks) of compression_predictor 1.0.0, whole: its measurements "
                    + "273c79796ac8b10d07a3f74aa8fc519ebeb07adf39a047467a0fb4747c97a2ca, dealt by seed 7.";

    private final Manifest shipped = DefaultModels.artifacts().getFirst().manifest();
    private Measurements measurements;
    private FamilySplit split;

    @BeforeEach
    void split() throws IOException {
        measurements = ShippedMeasurements.all();
        split = ShippedMeasurements.split(measurements);
        writeIfAsked();
    }

    @Test
    void noneOfItsFamiliesTaughtStoppedOrTunedTheShippedModel() {
        Set<String> families = families(reference().blocks());

        assertThat(families).hasSize(60).doesNotContainAnyElementsOf(families(split.training()));
        assertThat(families).doesNotContainAnyElementsOf(families(split.validation()));
    }

    @Test
    void itIsTheTestFamiliesBitForBit() {
        assertThat(reference().blocks()).usingRecursiveComparison().isEqualTo(split.test());
        assertThat(reference().hintNanos()).isEqualTo(measurements.hintNanos());
        assertThat(reference().training()).isEqualTo(CodecTotals.of(split.training()));
    }

    @Test
    void bestFixedIsChosenOnTheTrainingFamilies() {
        for (Profile profile : Profile.values()) {
            String label =
                    Codec.MENU.get(reference().training().bestFixed(profile)).label();
            String expected = DefaultModels.artifacts()
                    .getFirst()
                    .card()
                    .lines()
                    .filter(line -> line.startsWith("| " + profile.name().toLowerCase(Locale.ROOT) + " | "))
                    .filter(line -> line.contains("] " + label + " |"))
                    .findFirst()
                    .orElse("");
            assertThat(expected).as(profile.label()).isNotEmpty();
        }
    }

    @Test
    void itsNameHasItsVersionAndADigest() {
        assertThat(named().name()).matches("compression-" + VERSION + "-[0-9a-f]{12}");
        assertThat(SELECTION).contains(shipped.data().get("measurementsSha256"));
    }

    private References.Named named() {
        return References.standard().of(shipped).orElseThrow();
    }

    private Reference.Blocks reference() {
        return (Reference.Blocks) named().reference().get();
    }

    private static Set<String> families(List<MeasuredBlock> blocks) {
        return blocks.stream().map(MeasuredBlock::family).collect(Collectors.toSet());
    }

    private void writeIfAsked() throws IOException {
        String directory = System.getProperty("pakit.reference.write", "");
        if (!directory.isEmpty()) {
            Measurements test = new Measurements(
                    measurements.source(), measurements.machine(), measurements.hintNanos(), split.test());
            MeasurementFile.write(test, Path.of(directory, "blocks.csv.gz"));
            Files.writeString(Path.of(directory, "set.json"), description(test), StandardCharsets.UTF_8);
        }
    }

    private String description(Measurements test) {
        CodecTotals totals = CodecTotals.of(split.training());
        return """
                {
                  "formatVersion": 1,
                  "name": "compression",
                  "version": %d,
                  "blocksSha256": "%s",
                  "selection": "%s",
                  "training": {
                    "storedBytes": %s,
                    "packNanos": %s
                  }
                }
                """.formatted(
                        VERSION, MeasurementFile.sha256(test), SELECTION, totals.storedBytes(), totals.packNanos());
    }
}
