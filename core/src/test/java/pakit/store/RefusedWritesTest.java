package pakit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.block.Block;
import pakit.dag.DagBackend;

/// A process runs out of disk, or of file descriptors, and gets room again. Whatever it was doing says so, reads go on,
/// what was acknowledged stays, and it works again without being started anew.
class RefusedWritesTest {
    @TempDir
    Path directory;

    private final List<String> before = new ArrayList<>();
    private final List<String> after = new ArrayList<>();

    @Test
    void aFullDiskIsSaidAndTheStoreTakesPutsAgainWhenThereIsRoom() throws Exception {
        Path prlimit = Path.of("/usr/bin/prlimit");
        assumeThat(Files.isExecutable(prlimit)).as("util-linux with prlimit").isTrue();
        Child child = Child.start("refused", directory.toString(), "ROOM");
        try (BufferedReader lines = child.process().inputReader();
                Writer answers = child.process().outputWriter()) {
            for (String limit : List.of("4194304:", "unlimited:")) {
                readUntil(lines, "waiting");
                int set = new ProcessBuilder(
                                prlimit.toString(),
                                "--pid",
                                "" + child.process().pid(),
                                "--fsize=" + limit)
                        .start()
                        .waitFor();
                assertThat(set).isZero();
                answers.write("go on\n");
                answers.flush();
            }
            readRest(lines);
        }
        assertThat(child.process().waitFor()).isZero();
        assertThat(before).anyMatch(line -> line.matches("refused put: the disk that holds .* is full: .*"));
        assertRefusedAndRecovered();
    }

    @Test
    void runningOutOfFileDescriptorsIsSurvived() throws Exception {
        Child child = Child.limited("-n 300", "refused", directory.toString(), "DESCRIPTORS");
        try (BufferedReader lines = child.process().inputReader()) {
            readUntil(lines, "limited");
            readUntil(lines, "done read");
            readRest(lines);
        }
        assertThat(child.process().waitFor()).isZero();
        assertThat(before).anyMatch(line -> line.startsWith("refused") && line.contains("may open no more files"));
        assertRefusedAndRecovered();
    }

    private void readUntil(BufferedReader lines, String last) throws IOException {
        String line;
        do {
            line = lines.readLine();
            assertThat(line).as("the child ended after %s", before).isNotNull();
            before.add(line);
        } while (!line.equals(last));
    }

    private void readRest(BufferedReader lines) {
        lines.lines().forEach(after::add);
    }

    private void assertRefusedAndRecovered() throws InterruptedException {
        assertThat(before).contains("done read").anyMatch(line -> line.startsWith("put "));
        assertThat(after)
                .contains(
                        "accepted",
                        "done root",
                        "done sync",
                        "done collect",
                        "done reindex",
                        "done repair",
                        "done read");
        try (Home home = Homes.open(directory)) {
            DagBackend backend = Homes.backend(home);
            List<String> all = new ArrayList<>(before);
            all.addAll(after);
            all.stream().filter(line -> line.startsWith("put ")).forEach(line -> {
                Block block = Child.numbered(Integer.parseInt(line.substring(4)));
                assertThat(backend.read(block.id()).bytes()).isEqualTo(block.bytes());
            });
            assertThat(new Verifier(home, Forest::links, 2).verify(bytes -> {}).problems())
                    .isEmpty();
        }
    }
}
