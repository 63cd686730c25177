package pakit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/// A process that runs the verbs that it is told, one after the other, so that its limits can be changed in between.
final class VerbAtATime implements AutoCloseable {
    private static final String ANSWER = "answer\t";

    private final Process process;
    private final BufferedReader answers;
    private final Writer orders;

    private VerbAtATime(Process process) {
        this.process = process;
        this.answers = process.inputReader();
        this.orders = process.outputWriter();
    }

    /// @param directory where verbs run
    /// @param scratch for its classes, as jars: of those it holds the files open, as the packaged program does
    static VerbAtATime in(Path directory, Path scratch) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "--add-modules=jdk.incubator.vector",
                        "-Dlogback.configurationFile=logback-test.xml",
                        "-cp",
                        jars(scratch),
                        VerbAtATime.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new VerbAtATime(process);
    }

    private static String jars(Path scratch) throws IOException {
        StringBuilder jars = new StringBuilder();
        int number = 0;
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            Path jar = Files.isDirectory(path) ? pack(path, scratch.resolve("classes-" + number++ + ".jar")) : path;
            jars.append(jars.isEmpty() ? "" : File.pathSeparator).append(jar);
        }
        return jars.toString();
    }

    private static Path pack(Path classes, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> walk = Files.walk(classes)) {
            out.setLevel(1);
            for (Path path : walk.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(path).toString()));
                Files.copy(path, out);
            }
        }
        return jar;
    }

    public static void main(String[] arguments) throws IOException {
        Cli cli = new Cli(Path.of(arguments[0]));
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            Cli.Answer answer = cli.run(order.split("\t"));
            System.out.println(ANSWER + answer.status() + "\t"
                    + answer.err().strip().replace('\n', ' ').replace('\t', ' '));
        }
    }

    Cli.Answer run(List<String> verb) throws IOException {
        orders.write(String.join("\t", verb) + "\n");
        orders.flush();
        String line;
        do {
            line = answers.readLine();
            assertThat(line).as("the process ended in %s", verb).isNotNull();
        } while (!line.startsWith(ANSWER));
        String[] parts = line.split("\t", 3);
        return new Cli.Answer(Integer.parseInt(parts[1]), "", parts[2]);
    }

    int openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            return (int) files.count();
        }
    }

    /// Sets what the process may have, such as `--nofile=30:`, which can be taken back.
    void limit(String limit) throws IOException, InterruptedException {
        int set = new ProcessBuilder("prlimit", "--pid", Long.toString(process.pid()), limit)
                .start()
                .waitFor();
        assertThat(set).as("prlimit %s", limit).isZero();
    }

    @Override
    public void close() throws IOException {
        orders.close();
        process.destroyForcibly();
    }
}
