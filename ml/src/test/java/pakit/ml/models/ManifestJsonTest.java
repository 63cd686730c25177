package pakit.ml.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pakit.error.PakitException;
import pakit.store.ContentSum;

final class ManifestJsonTest {
    static List<Manifest> shipped() {
        return DefaultModels.artifacts().stream().map(ModelArtifact::manifest).toList();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void theChecksumIsOfAllThatStandsBeforeIt(Manifest manifest) throws IOException {
        byte[] json = ManifestJson.write(manifest);
        JsonNode stated = ManifestJson.MAPPER.readTree(json).get(ContentSum.FIELD);
        assertThat(ManifestJson.sumAsWritten(json, stated)).isEqualTo(stated.asText());
        assertThat(ManifestJson.read(json, "it")).isEqualTo(manifest);
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void layingItOutAnewChangesNothing(Manifest manifest) throws IOException {
        JsonNode tree = ManifestJson.MAPPER.readTree(ManifestJson.write(manifest));
        byte[] oneLine = tree.toString().getBytes(StandardCharsets.UTF_8);
        assertThat(ManifestJson.sumAsWritten(oneLine, tree.get(ContentSum.FIELD)))
                .isEmpty();
        assertThat(ManifestJson.read(oneLine, "it")).isEqualTo(manifest);
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void anotherSeedUnderTheSameChecksumIsDamage(Manifest manifest) {
        String json = new String(ManifestJson.write(manifest), StandardCharsets.UTF_8);
        byte[] damaged =
                json.replaceFirst("\"seed\" : \\d+", "\"seed\" : 987654").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> ManifestJson.read(damaged, "the file"))
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining("the file is damaged");
    }
}
