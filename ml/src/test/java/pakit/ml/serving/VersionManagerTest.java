package pakit.ml.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pakit.error.PakitException;
import pakit.ml.models.Cleared;
import pakit.ml.models.Manifest;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.ModelVersion;

class VersionManagerTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Cause CAUSE = new Cause("test", "because \"quoted\"\nand ümläuted");
    private static final ModelVersion ONE = new ModelVersion("1.0.0");
    private static final ModelVersion TWO = new ModelVersion("2.0.0");

    @TempDir
    Path home;

    private Path models;
    private VersionManager versions;

    @BeforeEach
    void open() {
        models = home.resolve("models");
        versions = reopen();
    }

    @Test
    void registeredVersionComesBackAsItWas() {
        versions.register(Artifacts.artifact("m", "1.0.0", 1));
        ModelArtifact read = reopen().artifact("m", ONE);
        assertThat(Artifacts.answer(read)).isEqualTo(1);
        assertThat(read.manifest().version()).isEqualTo(ONE);
        assertThat(read.card()).isEqualTo("# m\n");
    }

    @Test
    void sameBytesAreFineAndOtherBytesAreRefused() {
        versions.register(Artifacts.artifact("m", "1.0.0", 1));
        versions.register(Artifacts.artifact("m", "1.0.0", 1));
        assertThatThrownBy(() -> versions.register(Artifacts.artifact("m", "1.0.0", 2)))
                .isInstanceOf(PakitException.Refused.class)
                .hasMessageContaining("version 1.0.0 of m");
        assertThat(Artifacts.answer(versions.artifact("m", ONE))).isEqualTo(1);
    }

    @Test
    void registeringOverADamagedVersionIsRefused() throws IOException {
        versions.register(Artifacts.artifact("m", "1.0.0", 1));
        Files.write(models.resolve("m/1.0.0/model.onnx"), new byte[] {9});
        assertThatThrownBy(() -> versions.register(Artifacts.artifact("m", "1.0.0", 1)))
                .isInstanceOf(PakitException.Refused.class)
                .hasMessageContaining("damaged");
        assertThatThrownBy(() -> versions.artifact("m", ONE)).isInstanceOf(PakitException.Corrupt.class);
    }

    @Test
    void versionsAreListedNewestFirstWithoutDamagedOnes() throws IOException {
        for (String version : List.of("9.0.0", "10.0.0", "2.0.0", "1.0.0")) {
            versions.register(Artifacts.artifact("m", version, 1));
        }
        Files.write(models.resolve("m/9.0.0/model.onnx"), new byte[] {9});
        assertThat(versions.listVersions("m"))
                .extracting(Manifest::version)
                .extracting(ModelVersion::text)
                .containsExactly("10.0.0", "2.0.0", "1.0.0");
    }

    @Test
    void versionUnderAnothersNameIsCorrupt() throws IOException {
        versions.register(Artifacts.artifact("m", "1.0.0", 1));
        Files.move(models.resolve("m/1.0.0"), models.resolve("m/2.0.0"));
        assertThatThrownBy(() -> versions.artifact("m", TWO))
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining("names m 1.0.0, expected m 2.0.0");
    }

    @Test
    void unknownNamesAndVersionsAreNotFound() {
        versions.register(Artifacts.artifact("m", "1.0.0", 1));
        assertThatThrownBy(() -> versions.artifact("m", TWO))
                .isInstanceOf(PakitException.NotFound.class)
                .hasMessageContaining("m")
                .hasMessageContaining("2.0.0")
                .hasMessageContaining("1.0.0");
        assertThatThrownBy(() -> versions.listVersions("other"))
                .isInstanceOf(PakitException.NotFound.class)
                .hasMessageContaining("no model other");
        assertThatThrownBy(() -> versions.history("other")).isInstanceOf(PakitException.NotFound.class);
        assertThat(versions.live("other")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../x", "a/b", "a\\b", "/etc", "a.b", "-x", "a\0b"})
    void namesThatCouldLeaveTheDirectoryAreInvalid(String name) {
        assertThatThrownBy(() -> versions.artifact(name, ONE)).isInstanceOf(PakitException.Invalid.class);
        assertThatThrownBy(() -> versions.live(name)).isInstanceOf(PakitException.Invalid.class);
    }

    @Test
    void journalSaysWhatWasLiveWhenAndWhy() {
        registerOneAndTwo();
        versions.activate(cleared("1.0.0"), CAUSE);
        versions.activate(cleared("2.0.0"), CAUSE);
        versions.rollBack("m", ONE, CAUSE);
        VersionManager later = reopen();
        assertThat(later.history("m"))
                .containsExactly(
                        new Activation(NOON, ONE, "activate", CAUSE.actor(), CAUSE.reason()),
                        new Activation(NOON, TWO, "activate", CAUSE.actor(), CAUSE.reason()),
                        new Activation(NOON, ONE, "rollback", CAUSE.actor(), CAUSE.reason()));
        assertThat(later.live("m")).contains(ONE);
        assertThat(later.deployedAt("m", ONE)).contains(NOON);
        assertThat(later.deployedAt("m", new ModelVersion("3.0.0"))).isEqualTo(Optional.empty());
        assertThat(later.rollbackTarget("m")).isEmpty();
    }

    /// Whatever a crash leaves of the last line, the lines before it stand and the next append is whole again.
    @Test
    void journalCutAnywhereInItsLastLineIsRecovered() throws IOException {
        registerOneAndTwo();
        versions.activate(cleared("1.0.0"), CAUSE);
        long firstLine = Files.size(journal());
        versions.activate(cleared("2.0.0"), CAUSE);
        byte[] whole = Files.readAllBytes(journal());
        for (int length = (int) firstLine + 1; length < whole.length; length++) {
            Files.write(journal(), Arrays.copyOf(whole, length));
            VersionManager recovered = reopen();
            assertThat(recovered.live("m")).contains(ONE);
            recovered.activate(cleared("2.0.0"), CAUSE);
            assertThat(reopen().history("m")).hasSize(2);
        }
        assertThat(Files.exists(models.resolve("m/activations.log.damaged-20260301T120000.000Z")))
                .isTrue();
    }

    @Test
    void flippedBitLosesItsLineOnly() throws IOException {
        registerOneAndTwo();
        versions.activate(cleared("1.0.0"), CAUSE);
        long firstLine = Files.size(journal());
        versions.activate(cleared("2.0.0"), CAUSE);
        byte[] bytes = Files.readAllBytes(journal());
        bytes[(int) firstLine / 2] ^= 4;
        Files.write(journal(), bytes);
        assertThat(reopen().history("m")).extracting(Activation::version).containsExactly(TWO);
    }

    @Test
    void journalOfANewerFormatIsRefusedWithBothFormats() throws IOException {
        registerOneAndTwo();
        String json = "{\"formatVersion\":2}";
        CRC32C crc = new CRC32C();
        crc.update(json.getBytes(StandardCharsets.UTF_8));
        Files.writeString(journal(), "%08x %s%n".formatted(crc.getValue(), json));
        assertThatThrownBy(() -> reopen().live("m"))
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining("format 2")
                .hasMessageContaining("up to 1");
    }

    /// The format is frozen: this line was written by the first version of it.
    @Test
    void goldenLineIsReadAndWrittenTheSame() {
        String golden = "36b1db84 {\"formatVersion\":1,\"at\":\"2026-03-01T12:00:00Z\",\"version\":\"1.0.0\","
                + "\"kind\":\"activate\",\"actor\":\"install\",\"reason\":\"shipped with Pakit\"}";
        Activation activation = new Activation(NOON, ONE, "activate", "install", "shipped with Pakit");
        assertThat(ActivationLine.write(activation)).isEqualTo(golden);
        assertThat(ActivationLine.read(golden)).contains(activation);
    }

    @Test
    void halfWrittenRegistrationIsSetAsideByName() throws IOException {
        versions.register(Artifacts.artifact("m", "1.0.0", 1));
        Path half = Files.createDirectory(models.resolve("m/.tmp-2.0.0-123"));
        Files.writeString(half.resolve("model.json"), "{\"for");
        assertThat(reopen().listVersions("m")).hasSize(1);
        assertThat(models.resolve("m/.half-written-2.0.0-123-20260301T120000.000Z/model.json"))
                .exists();
        assertThat(half).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"for", "{\"formatVersion\": 1,\n"})
    void versionThatSomebodyBeganToCopyIsSetAsideByName(String manifest) throws IOException {
        versions.register(Artifacts.artifact("m", "1.0.0", 1));
        Path half = Files.createDirectory(models.resolve("m/2.0.0"));
        Path bare = Files.createDirectory(models.resolve("m/3.0.0"));
        Files.writeString(half.resolve("model.json"), manifest);
        VersionManager reopened = reopen();
        assertThat(reopened.registered("m")).containsExactly(ONE);
        assertThat(models.resolve("m/.half-written-2.0.0-20260301T120000.000Z")).exists();
        assertThat(models.resolve("m/.half-written-3.0.0-20260301T120000.000Z")).exists();
        assertThat(half).doesNotExist();
        assertThat(bare).doesNotExist();
        reopened.register(Artifacts.artifact("m", "2.0.0", 2));
        assertThat(reopen().registered("m")).containsExactly(TWO, ONE);
    }

    @Test
    void versionThatServedIsNeverSetAside() throws IOException {
        registerOneAndTwo();
        versions.activate(cleared("2.0.0"), CAUSE);
        Files.delete(models.resolve("m/2.0.0/model.json"));
        VersionManager reopened = reopen();
        assertThat(reopened.registered("m")).contains(TWO);
        assertThatThrownBy(() -> reopened.artifact("m", TWO)).hasMessageContaining("model.json is missing");
    }

    @Test
    void defaultsAreInstalledOnceIntoAnEmptyHome() {
        List<ModelArtifact> defaults = List.of(Artifacts.artifact("m", "1.0.0", 1));
        installDefaults(defaults);
        installDefaults(defaults);
        assertThat(versions.models()).containsExactly("m");
        assertThat(versions.history("m"))
                .containsExactly(new Activation(NOON, ONE, "activate", "install", "shipped with Pakit"));
    }

    @Test
    void defaultDoesNotReplaceWhatAUserActivated() {
        registerOneAndTwo();
        versions.activate(cleared("2.0.0"), CAUSE);
        installDefaults(List.of(Artifacts.artifact("m", "1.0.0", 1)));
        assertThat(versions.live("m")).contains(TWO);
    }

    @Test
    void defaultOfOtherBytesIsLeftOut() {
        versions.register(Artifacts.artifact("m", "1.0.0", 5));
        installDefaults(List.of(Artifacts.artifact("m", "1.0.0", 1)));
        assertThat(versions.live("m")).isEmpty();
        assertThat(Artifacts.answer(versions.artifact("m", ONE))).isEqualTo(5);
    }

    @Test
    void strayFilesAndDirectoriesAreNoModels() throws IOException {
        registerOneAndTwo();
        Files.writeString(models.resolve("README"), "hello");
        Files.createDirectories(models.resolve("empty"));
        Files.createDirectories(models.resolve("m/notes"));
        assertThat(versions.models()).containsExactly("m");
        assertThat(versions.listVersions("m")).hasSize(2);
    }

    private void registerOneAndTwo() {
        versions.register(Artifacts.artifact("m", "1.0.0", 1));
        versions.register(Artifacts.artifact("m", "2.0.0", 2));
    }

    private Cleared cleared(String version) {
        return Artifacts.cleared(home.resolve("evaluated"), "m", version, 0);
    }

    private void installDefaults(List<ModelArtifact> defaults) {
        versions.installDefaults(
                defaults, artifact -> cleared(artifact.manifest().version().text()));
    }

    private Path journal() {
        return models.resolve("m/activations.log");
    }

    private VersionManager reopen() {
        return new VersionManager(models, () -> NOON);
    }
}
