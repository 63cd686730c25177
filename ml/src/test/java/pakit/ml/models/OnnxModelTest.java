package pakit.ml.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.error.PakitException;
import pakit.ml.tensor.DenseNetwork;
import pakit.ml.tensor.OnnxGraphs;

class OnnxModelTest {
    private static final ModelVersion ONE = new ModelVersion("1.0.0");
    private static final DenseNetwork SUM = DenseNetwork.of(new float[][][] {{{1, 1, 1}}}, new float[][] {{0}});

    @TempDir
    Path directory;

    @Test
    void aBareFileIsAnArtifactWithTheTensorsOfItsGraph() throws IOException {
        ModelArtifact artifact = bare("scorer", OnnxGraphs.squeezed(SUM));
        Manifest manifest = artifact.manifest();

        assertThat(manifest.title()).isEqualTo("scorer v1.0.0");
        assertThat(manifest.inputs()).containsExactly(new TensorSpec("features", "FP32", List.of(-1L, 3L)));
        assertThat(manifest.outputs()).containsExactly(new TensorSpec("answer", "FP32", List.of(-1L, 1L)));
        artifact.write(directory.resolve("written"));
        assertThat(ModelArtifact.read(directory.resolve("written")).manifest()).isEqualTo(manifest);
        try (PakitModel model = ModelLoader.standard().load(artifact)) {
            assertThat(model.schema()).hasToString("scorer/1");
            assertThat(model.schema().row(Map.of("x0", 1, "x1", 2, "x2", -3))).containsExactly(1, 2, -3);
            float[] out = new float[2];
            model.predict(2, new float[] {1, 2, -3, 9, 9, 9}, out);
            assertThat(out).containsExactly(new float[] {0.5f, 1f}, within(1e-5f));
        }
    }

    @Test
    void theSameFileIsTheSameVersion() throws IOException {
        Path file = directory.resolve("scorer.onnx");
        Files.write(file, OnnxGraphs.squeezed(SUM));
        assertThat(ModelArtifact.read(file, "scorer", ONE).manifest())
                .isEqualTo(ModelArtifact.read(file, "scorer", ONE).manifest());
    }

    /// No native library for what we compute ourselves.
    @Test
    void aBareFileOfDenseLayersIsAModelToo() throws IOException {
        ModelArtifact artifact = bare("scorer", SUM.toOnnx("in", "out"));
        assertThat(artifact.manifest().inputs()).containsExactly(new TensorSpec("in", "FP32", List.of(-1L, 3L)));
        try (PakitModel model = ModelLoader.standard().load(artifact)) {
            float[] out = new float[1];
            model.predict(1, new float[] {1, 2, 3}, out);
            assertThat(out).containsExactly(6);
        }
    }

    @Test
    void aModelThatIsMoreThanItsNetworkNeedsItsManifest() {
        assertThatExceptionOfType(PakitException.Invalid.class)
                .isThrownBy(() -> bare("compression_predictor", OnnxGraphs.squeezed(SUM)))
                .withMessageContaining("compression_predictor is more than a network")
                .withMessageContaining("model.json");
    }

    @Test
    void namesAndTensorsThatTheManifestDeclaresHaveToFit() throws IOException {
        ModelArtifact artifact = bare("scorer", OnnxGraphs.squeezed(SUM));
        List<TensorSpec> inputs = artifact.manifest().inputs();
        List<TensorSpec> outputs = artifact.manifest().outputs();
        List<TensorSpec> wide = List.of(new TensorSpec("features", "FP32", List.of(-1L, 4L)));
        refused(declaring(artifact, wide, outputs, Map.of()), "declares inputs");
        refused(declaring(artifact, inputs, wide, Map.of()), "declares outputs");
        refused(
                declaring(artifact, inputs, outputs, Map.of(OnnxModel.FEATURES, "age,height")),
                "parameter features with 2 names, its graph takes 3 values");
        ModelArtifact named = declaring(artifact, inputs, outputs, Map.of(OnnxModel.FEATURES, "age,height,weight"));
        try (PakitModel model = ModelLoader.standard().load(named)) {
            assertThat(model.schema().features()).containsExactly("age", "height", "weight");
        }
    }

    private static ModelArtifact declaring(
            ModelArtifact from, List<TensorSpec> inputs, List<TensorSpec> outputs, Map<String, String> parameters) {
        Manifest manifest = from.manifest();
        return new ModelArtifact(
                new Manifest(
                        manifest.formatVersion(),
                        manifest.name(),
                        manifest.version(),
                        manifest.payload(),
                        manifest.payloadSha256(),
                        manifest.schemaName(),
                        manifest.schemaVersion(),
                        inputs,
                        outputs,
                        parameters,
                        manifest.data(),
                        manifest.seed(),
                        manifest.metrics(),
                        manifest.baselines(),
                        manifest.parent(),
                        manifest.createdAt(),
                        manifest.metadata(),
                        manifest.histograms()),
                from.payload(),
                from.card());
    }

    /// Nobody knows what it should say, so it is asked whether it says anything, and how soon.
    @Test
    void theGateJudgesAnUnknownModelByNumbersAndTime() throws IOException {
        Gate gate = Gate.standard(directory, GateThresholds.STANDARD);
        ModelArtifact sound = bare("scorer", OnnxGraphs.squeezed(SUM));
        gate.evaluate(sound, ModelLoader.standard());
        GateReport report = gate.report(sound.manifest(), Optional.empty()).orElseThrow();
        assertThat(report.passed()).isTrue();
        assertThat(report.checks()).extracting(GateCheck::name).containsExactly("finite", "latency");
        assertThat(Gate.standard(directory, GateThresholds.STANDARD).report(sound.manifest(), Optional.empty()))
                .contains(report);

        ModelArtifact overflowing = bare(
                "scorer",
                DenseNetwork.of(new float[][][] {{{1e36f, 1e36f, 1e36f}}}, new float[][] {{0}})
                        .toOnnx("in", "out"));
        gate.evaluate(overflowing, ModelLoader.standard());
        assertThatExceptionOfType(PakitException.Refused.class)
                .isThrownBy(() -> gate.validate(overflowing.manifest(), Optional.of(sound.manifest())))
                .withMessageContaining("finite");
    }

    private ModelArtifact bare(String name, byte[] onnx) throws IOException {
        Path file = directory.resolve("model.onnx");
        Files.write(file, onnx);
        return ModelArtifact.read(file, name, ONE);
    }

    private static void refused(ModelArtifact artifact, String words) {
        assertThatExceptionOfType(PakitException.Corrupt.class)
                .isThrownBy(() -> ModelLoader.standard().load(artifact))
                .withMessageContaining(words);
    }
}
