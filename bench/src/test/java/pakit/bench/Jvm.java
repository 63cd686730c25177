package pakit.bench;

import java.util.List;

/// How the JVM is started for what is compared with the packaged server: as the launcher starts that.
final class Jvm {
    static final List<String> FLAGS = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseCompactObjectHeaders",
            "-Xmx512m",
            "--add-modules=jdk.incubator.vector");

    private Jvm() {}

    /// The program that runs this process.
    static String java() {
        return ProcessHandle.current().info().command().orElse("java");
    }
}
