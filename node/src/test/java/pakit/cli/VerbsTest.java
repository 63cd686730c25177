package pakit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.block.BlockId;
import pakit.store.Home;
import pakit.store.HomeSettings;

class VerbsTest {
    @TempDir
    Path directory;

    private Cli cli;

    @BeforeEach
    void writeTree() throws IOException {
        cli = new Cli(directory);
        Path tree = Files.createDirectories(directory.resolve("tree/sub"));
        Files.writeString(tree.resolve("hello.txt"), "hello world");
        byte[] noise = new byte[300_000];
        new SplittableRandom(1).nextBytes(noise);
        Files.write(tree.resolveSibling("noise.bin"), noise);
        Files.createSymbolicLink(tree.resolve("link"), Path.of("hello.txt"));
        Files.setPosixFilePermissions(tree.resolve("hello.txt"), PosixFilePermissions.fromString("rwxr-x---"));
    }

    @Test
    void whatIsPutIsListedReadAndRestored() throws IOException {
        Cli.Answer put = cli.run("put", "tree", "--name", "mine", "--json");
        assertThat(put.err()).isEmpty();
        assertThat(put.status()).isZero();
        assertThat(put.json().at("/roots/0/path").asText()).isEqualTo("tree");
        assertThat(put.json().at("/roots/0/bytes").asLong()).isEqualTo(300_011);
        assertThat(put.json().at("/blocks/new").asLong()).isPositive();
        assertThat(put.json().at("/storedBytes").asLong()).isGreaterThan(300_000);
        String id = put.json().at("/roots/0/id").asText();

        assertThat(cli.run("ls").out()).contains(id, "mine");
        assertThat(cli.run("ls", "mine/sub").out()).contains("0750", "hello.txt", "link -> hello.txt");
        assertThat(cli.run("ls", "mine", "--json").json().at("/entries").size()).isEqualTo(2);
        assertThat(cli.run("cat", id + "/sub/hello.txt").out()).isEqualTo("hello world");
        assertThat(cli.run("stat", id, "--json").json().at("/links").size()).isEqualTo(2);

        Cli.Answer get = cli.run("get", "mine", "-o", "back");
        assertThat(get.status()).isZero();
        assertThat(directory.resolve("back/noise.bin")).hasSameBinaryContentAs(directory.resolve("tree/noise.bin"));
        assertThat(Files.readSymbolicLink(directory.resolve("back/sub/link"))).isEqualTo(Path.of("hello.txt"));
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(directory.resolve("back/sub/hello.txt"))))
                .isEqualTo("rwxr-x---");
    }

    @Test
    void carFilesGoOutAndComeIn() throws IOException {
        String id = cli.run("put", "tree", "--name", "mine", "--json")
                .json()
                .at("/roots/0/id")
                .asText();
        Cli.Answer export = cli.run("export", "mine", "mine.car", "--json");
        assertThat(export.err()).isEmpty();
        assertThat(export.json().at("/bytes").asLong()).isEqualTo(Files.size(directory.resolve("mine.car")));
        assertThat(cli.run("export", "mine", "mine.car").status()).isEqualTo(1);
        assertThat(cli.run("export", "mine", "mine.car", "--force").status()).isZero();
        assertThat(cli.run("export", "nosuchroot", "no.car").status()).isEqualTo(3);
        assertThat(directory.resolve("no.car")).doesNotExist();

        Cli.Answer imported = cli.run("import", "mine.car", "--home", "other", "--json");
        assertThat(imported.err()).isEmpty();
        assertThat(imported.json().at("/roots/0/id").asText()).isEqualTo(id);
        assertThat(cli.run("ls", "--home", "other").out()).contains("mine");
        assertThat(cli.run("cat", "mine/sub/hello.txt", "--home", "other").out())
                .isEqualTo("hello world");
        byte[] car = Files.readAllBytes(directory.resolve("mine.car"));
        assertThat(cli.reading(car)
                        .run("import", "-", "--name", "piped", "--home", "third")
                        .status())
                .isZero();
        assertThat(cli.run("ls", "--home", "third").out()).contains(id, "piped");
        car[car.length - 1] ^= 1;
        Cli.Answer broken = cli.reading(car).run("import", "-", "--home", "fourth");
        assertThat(broken.status()).isEqualTo(2);
        assertThat(broken.err()).contains("at byte ");
        assertThat(cli.run("import", "nosuch.car").status()).isEqualTo(3);
        assertThat(cli.watched("import", "mine.car").err()).contains("import mine.car");
    }

    @Test
    void aBackupIsAHomeThatOpens() throws IOException {
        cli.run("put", "tree", "--name", "mine");
        Files.writeString(directory.resolve(".pakit/pakit.conf"), "profile = fast\n");
        Files.createDirectories(directory.resolve(".pakit/snapshot.tmp/blocks")); // as a killed backup leaves it
        cli.run("alerts");
        Cli.Answer backup = cli.run("backup", "copy");
        assertThat(backup.err()).isEmpty();
        assertThat(backup.out()).contains("copy", "all checked");
        assertThat(directory.resolve("copy/pakit.conf")).hasContent("profile = fast");
        assertThat(cli.run("cat", "mine/sub/hello.txt", "--home", "copy").out()).isEqualTo("hello world");
        assertThat(cli.run("put", "tree/sub", "--home", "copy", "--name", "more")
                        .status())
                .isZero();
        assertThat(cli.run("backup", "copy").status()).isEqualTo(1);
        assertThat(cli.run("backup", "no/such/place").status()).isEqualTo(3);
        try (var all = Files.list(directory)) {
            assertThat(all.map(path -> path.getFileName().toString())).noneMatch(name -> name.contains("partial"));
        }
    }

    /// The steps of OPERATIONS.md, Backup.
    @Test
    void aBackupIsRestoredByCopying() throws Exception {
        cli.run("put", "tree", "--name", "mine");
        cli.run("backup", "monday");
        Path home = directory.resolve(".pakit");
        Files.move(home, directory.resolve("lost"));
        Process copy =
                new ProcessBuilder("cp", "-a", directory.resolve("monday").toString(), home.toString()).start();
        assertThat(copy.waitFor()).isZero();
        assertThat(cli.run("verify").status()).isZero();
        assertThat(cli.run("ls").out()).contains("mine");
        assertThat(cli.run("diff", "mine", "mine").status()).isZero();
    }

    @Test
    void aDamagedHomeGivesNoBackup() throws IOException {
        String root = cli.run("put", "tree", "--name", "mine", "--json")
                .json()
                .at("/roots/0/id")
                .asText();
        String lost = cli.run("stat", root, "--json").json().at("/links/1").asText();
        try (Home home = Home.open(directory.resolve(".pakit"), HomeSettings.NONE, "a test", Instant.EPOCH)) {
            home.blocks().delete(BlockId.parse(lost));
        }
        Cli.Answer backup = cli.run("backup", "copy");
        assertThat(backup.status()).isEqualTo(4);
        assertThat(backup.err()).contains("not sound");
        assertThat(directory.resolve("copy")).doesNotExist();
        assertThat(directory.resolve(".pakit/snapshot.tmp")).doesNotExist();
    }

    @Test
    void diffNamesWhatChanged() throws IOException {
        cli.run("put", "tree", "--name", "before");
        Files.writeString(directory.resolve("tree/sub/hello.txt"), "hello again");
        Files.delete(directory.resolve("tree/noise.bin"));
        Files.writeString(directory.resolve("tree/new"), "");
        cli.run("put", "tree", "--name", "after");

        Cli.Answer diff = cli.run("diff", "before", "after");
        assertThat(diff.out().lines()).containsExactly("A  new", "D  noise.bin", "M  sub/hello.txt  content");
        assertThat(diff.status()).isEqualTo(1);
        Cli.Answer json = cli.run("diff", "before", "after", "--json");
        assertThat(json.json().at("/changes").size()).isEqualTo(3);
        assertThat(json.json().at("/changes/2/what/0").asText()).isEqualTo("content");
        assertThat(json.json().at("/changes/2/before/mode").asText()).isEqualTo("0750");
        Cli.Answer same = cli.run("diff", "after", "after", "--json");
        assertThat(same.status()).isZero();
        assertThat(same.json().at("/changes").isEmpty()).isTrue();
        assertThat(cli.run("diff", "after", "nosuchroot").status()).isEqualTo(3);
    }

    @Test
    void standardInputIsOneFile() {
        byte[] content = "from a pipe".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        Cli.Answer put = cli.reading(content).run("put", "-", "--name", "piped", "--json");
        assertThat(put.json().at("/roots/0/path").asText()).isEqualTo("-");
        assertThat(put.json().at("/roots/0/bytes").asLong()).isEqualTo(content.length);
        assertThat(cli.run("cat", "piped").out()).isEqualTo("from a pipe");
    }

    @Test
    void puttingAgainStoresNothing() {
        cli.run("put", "tree");
        Cli.Answer again = cli.run("put", "tree", "--json");
        assertThat(again.json().at("/blocks/new").asLong()).isZero();
        assertThat(again.json().at("/storedBytes").asLong()).isZero();
    }

    @Test
    void removedRootsAreCollectedAndTheRestVerifies() {
        cli.run("put", "tree", "--name", "mine");
        cli.run("put", "tree/sub/hello.txt", "--name", "kept");
        assertThat(cli.run("rm", "mine").status()).isZero();
        Cli.Answer gc = cli.run("gc", "--json");
        assertThat(gc.json().at("/removedBlocks").asLong()).isPositive();
        assertThat(cli.run("cat", "kept").out()).isEqualTo("hello world");
        Cli.Answer verify = cli.run("verify", "--json");
        assertThat(verify.status()).isZero();
        assertThat(verify.json().at("/problems").size()).isZero();
        assertThat(cli.run("stats", "--json").json().at("/roots").asLong()).isEqualTo(1);
    }

    @Test
    void whatCannotBeReadIsNamedAndTheRestIsStored() throws Exception {
        Path pipe = directory.resolve("tree/pipe");
        Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).start();
        assertThat(mkfifo.waitFor(10, TimeUnit.SECONDS)).isTrue();
        Cli.Answer put = cli.run("put", "tree", "--name", "mine");
        assertThat(put.status()).isEqualTo(1);
        assertThat(put.err()).contains("left out").contains("pipe");
        assertThat(cli.run("cat", "mine/sub/hello.txt").out()).isEqualTo("hello world");
        Cli.Answer strict = cli.run("put", "tree", "--strict", "--name", "other");
        assertThat(strict.status()).isEqualTo(1);
        assertThat(strict.err()).contains("pipe");
        assertThat(cli.run("ls").out()).doesNotContain("other");
    }

    @Test
    void nothingIsOverwrittenUnlessForced() throws IOException {
        cli.run("put", "tree", "--name", "mine");
        Files.writeString(directory.resolve("taken"), "precious");
        Cli.Answer refused = cli.run("get", "mine/sub/hello.txt", "-o", "taken");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("taken");
        assertThat(directory.resolve("taken")).hasContent("precious");
        assertThat(cli.run("get", "mine/sub/hello.txt", "-o", "taken", "--force")
                        .status())
                .isZero();
        assertThat(directory.resolve("taken")).hasContent("hello world");
    }

    @Test
    void unknownThingsAreNotFoundByName() {
        assertThat(cli.run("put", "nosuchfile").status()).isEqualTo(3);
        assertThat(cli.run("rm", "nosuchroot").err()).contains("nosuchroot");
        assertThat(cli.run("models", "show", "nosuchmodel").status()).isEqualTo(3);
        assertThat(cli.run("models", "swap", "compression_predictor", "9.9.9").err())
                .contains("9.9.9");
        assertThat(cli.run("stat", "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e")
                        .status())
                .isEqualTo(3);
        assertThat(cli.run("stat", "nonsense").status()).isEqualTo(2);
    }

    @Test
    void aFreshHomeServesTheShippedModel() {
        Cli.Answer show = cli.run("models", "show", "compression_predictor", "--json");
        assertThat(show.json().at("/live/version").asText()).isEqualTo("1.0.0");
        assertThat(show.json().at("/live/metrics").isEmpty()).isFalse();
        assertThat(cli.run("models", "list").out()).contains("compression_predictor", "1.0.0");
        assertThat(cli.run("models", "rollback", "compression_predictor").status())
                .isEqualTo(3);
        assertThat(cli.run("models", "history", "compression_predictor", "--json")
                        .json()
                        .at("/history/0/actor")
                        .asText())
                .isEqualTo("install");
        assertThat(cli.run("health", "--json").json().at("/status").asText()).isEqualTo("healthy");
        assertThat(cli.run("metrics").out()).contains("pakit_ml_predictions_total{model=\"compression_predictor\"}");
    }

    @Test
    void eventsSayWhatWasDecided() {
        cli.run("put", "tree");
        Cli.Answer events = cli.run("telemetry", "events", "--limit", "5", "--json");
        assertThat(events.json().findValuesAsText("kind")).contains("BlockStored"); // the oracle may have its say too
        assertThat(events.out()).doesNotContain("hello");
    }

    @Test
    void driftIsSeenByTheEventsThatAreKept() throws IOException {
        assertThat(cli.run("telemetry", "drift").out())
                .contains("compression_predictor v", ": 0 rows, too few to judge, which takes 1000");
        cli.run("put", "tree");
        Cli.Answer drift = cli.run("telemetry", "drift", "compression_predictor", "--svg", "plots", "--json");
        assertThat(drift.json().at("/models/0/rows").asInt()).isPositive();
        assertThat(drift.json().at("/models/0/columns/0/name").asText()).isEqualTo("block_size_log");
        assertThat(Files.readString(directory.resolve("plots/compression_predictor.svg")))
                .startsWith("<svg")
                .contains("byte_entropy, PSI ")
                .endsWith("</svg>\n");
        assertThat(cli.run("telemetry", "drift", "--all").out()).contains("EXPECTED", "byte_entropy");
        assertThat(cli.run("telemetry", "drift", "nobody").status()).isEqualTo(3);
    }

    @Test
    void whatTheOracleTriedBecomesMeasurementsToTrainOn() throws IOException {
        assertThat(cli.run("telemetry", "dataset", "none.measured").err()).contains("oracle.share");
        long written = 0;
        for (int i = 0; written == 0; i++) { // a busy oracle may have no time for the first blocks
            assertThat(i).isLessThan(50);
            Files.writeString(directory.resolve("tree/new"), ("some text of file " + i + '\n').repeat(200));
            cli.run("put", "tree", "--set", "oracle.share=1", "--set", "oracle.cpu-share=1");
            Cli.Answer dataset = cli.run("telemetry", "dataset", i + ".measured", "--since", "1h", "--json");
            written = dataset.status() == 0 ? dataset.json().at("/blocks").asLong() : 0;
            assertThat(directory.resolve(i + ".measured").toFile().exists()).isEqualTo(written > 0);
            if (written > 0) {
                assertThat(dataset.json().at("/best/archive").size()).isEqualTo(6);
                assertThat(cli.run("telemetry", "dataset", i + ".measured").status())
                        .isEqualTo(1);
                assertThat(cli.run("evaluate", "compression_predictor", "--measurements", i + ".measured")
                                .err())
                        .contains("stretches of time");
            }
        }
    }

    @Test
    void deltasCanBeSwitchedOff() throws IOException {
        StringBuilder lines = new StringBuilder();
        new SplittableRandom(1)
                .longs(300)
                .forEach(number -> lines.append(number).append('\n'));
        Files.writeString(directory.resolve("tree/one"), lines);
        cli.run("put", "tree");
        Files.writeString(directory.resolve("tree/two"), lines + "more\n");
        cli.run("put", "tree", "--set", "delta.enabled=false");
        assertThat(cli.run("stats", "--json").json().at("/deltas/blocks").asInt())
                .isZero();
        Files.writeString(directory.resolve("tree/three"), "more\n" + lines);
        cli.run("put", "tree");
        assertThat(cli.run("stats").out()).contains("deltas of depth 1", "1 delta: ");
    }

    @Test
    void telemetryCanBeSwitchedOff() {
        assertThat(cli.run("put", "tree", "--set", "telemetry.enabled=false").status())
                .isZero();
        assertThat(directory.resolve(".pakit/telemetry.key")).doesNotExist();
        assertThat(cli.run("telemetry", "events", "--json").json().at("/events").size())
                .isZero();
    }

    @Test
    void whatNeedsNoModelsInstallsNone() {
        cli.run("ls");
        assertThat(directory.resolve(".pakit/models")).isEmptyDirectory();
        cli.run("models", "list");
        assertThat(directory.resolve(".pakit/models/compression_predictor/1.0.0"))
                .isNotEmptyDirectory();
    }

    @Test
    void lostBlocksAreCorruptAndNamed() {
        String root = cli.run("put", "tree", "--name", "mine", "--json")
                .json()
                .at("/roots/0/id")
                .asText();
        String lost = cli.run("stat", root, "--json").json().at("/links/1").asText();
        try (Home home = Home.open(directory.resolve(".pakit"), HomeSettings.NONE, "a test", Instant.EPOCH)) {
            home.blocks().delete(BlockId.parse(lost));
        }
        Cli.Answer verify = cli.run("verify", "--json");
        assertThat(verify.status()).isEqualTo(4);
        assertThat(verify.json().at("/problems/0").toString()).contains(lost);
        assertThat(cli.run("verify").out()).contains(lost);
        assertThat(cli.run("get", "mine", "-o", "back").status()).isEqualTo(4);
        assertThat(verify.json().at("/affected/0/root").asText()).isEqualTo(root);

        Cli.Answer repair = cli.run("verify", "--repair");
        assertThat(repair.status()).isEqualTo(4);
        assertThat(repair.out()).contains("mine (" + root + ")", "put the affected files again");
        assertThat(cli.run("put", "tree", "--name", "mine").status()).isZero();
        assertThat(cli.run("verify", "--repair").status()).isZero();
        assertThat(cli.run("verify", "--percent", "50").status()).isZero();
    }

    @Test
    void aTableThatIsDamagedIsNamedAndARepairKeepsTheRest() throws IOException {
        cli.run("put", "tree", "--name", "mine");
        Path blocks = directory.resolve(".pakit/blocks");
        List<Path> tables;
        try (Stream<Path> files = Files.list(blocks)) {
            tables = files.filter(file -> file.toString().endsWith(".sst")).toList();
        }
        for (Path table : tables) {
            byte[] bytes = Files.readAllBytes(table);
            bytes[bytes.length / 3] ^= 1;
            Files.write(table, bytes);
            Cli.Answer verify = cli.run("verify");
            assertThat(verify.status()).isEqualTo(4);
            assertThat(verify.out() + verify.err())
                    .containsAnyOf(table.getFileName().toString(), "index of sketches");
            bytes[bytes.length / 3] ^= 1;
            Files.write(table, bytes);
        }
        byte[] bytes = Files.readAllBytes(tables.getFirst());
        bytes[bytes.length / 3] ^= 1;
        Files.write(tables.getFirst(), bytes);
        cli.run("verify", "--repair");
        cli.run("put", "tree", "--name", "mine");
        cli.run("verify", "--reindex");
        assertThat(cli.run("verify").status()).isZero();
        assertThat(cli.run("get", "mine", "-o", "back").status()).isZero();
    }

    @Test
    void theIndexIsMadeAnewOnOrder() {
        cli.run("put", "tree", "--name", "mine");
        Cli.Answer reindex = cli.run("verify", "--reindex", "--json");
        assertThat(reindex.status()).isZero();
        assertThat(reindex.json().at("/unreadableBlocks").asInt(-1)).isZero();
        assertThat(cli.run("verify", "--reindex", "--repair").status()).isEqualTo(2);
    }

    @Test
    void barsAreDrawnWhereSomebodyWatchesAndNowhereElse() {
        assertThat(cli.watched("put", "tree", "--name", "mine").err()).contains("put tree 100%");
        assertThat(cli.watched("get", "mine", "-o", "back").err()).contains("get mine 100%");
        Cli.Answer verify = cli.watched("verify", "--json");
        assertThat(verify.err()).contains("verify 100%");
        assertThat(verify.json().at("/problems").size()).isZero();
        assertThat(cli.run("verify").err()).isEmpty();
        for (List<String> verb :
                List.of(List.of("gc"), List.of("export", "mine", "mine.car"), List.of("backup", "copy"))) {
            assertThat(cli.watched(verb.toArray(String[]::new)).err()).contains(verb.getFirst());
        }
        assertThat(cli.watched("verify", "--reindex").err()).contains("reindex");
        assertThat(cli.run("gc").err()).isEmpty();
    }
}
