package pakit.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A checkout with the real launcher, and a Maven and JDKs that only note how they were called.
final class FakeCheckout {
    private static final String JAVA = """
            #!/bin/sh
            for word in "$@"; do
                case $word in
                -XX:AOTCacheOutput=*) echo "home $PAKIT_HOME" >"${word#*=}"; exit ;;
                esac
                printf '<%s>\\n' "$word"
            done
            """;
    private static final String MAVEN = """
            #!/bin/sh
            echo "$$ $*" >>"$FAKE_LOG"
            if [ -n "${FAKE_MAVEN_HANGS-}" ]; then sleep 60; fi
            if [ -n "${FAKE_MAVEN_WAITS-}" ]; then sleep 1; fi
            if [ -n "${FAKE_MAVEN_FAILS-}" ]; then echo '[ERROR] Fox.java:[3,1] a semicolon is missing'; exit 1; fi
            mkdir -p node/target/dist/lib && echo jar >node/target/dist/pakit.jar
            echo '[INFO] Tests run: 3, Failures: 0, Errors: 0, Skipped: 1'
            echo '[INFO] Tests run: 4, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 1 s -- in FoxTest'
            echo '[INFO] Tests run: 4, Failures: 0, Errors: 0, Skipped: 0'
            """;

    final Path root;
    private final Path programs;
    private final Path log;

    FakeCheckout(Path scratch) throws IOException {
        root = Files.createDirectories(scratch.resolve("check out"));
        programs = Files.createDirectories(scratch.resolve("programs"));
        log = scratch.resolve("maven.log");
        Files.copy(Pakit.LAUNCHER, root.resolve("pakit"));
        Files.createDirectories(root.resolve("node/src/main/java"));
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        Files.writeString(root.resolve("node/pom.xml"), "<project/>");
        Files.writeString(source(), "class Fox {}");
        script(programs.resolve("mvn"), MAVEN);
        Files.createFile(log);
    }

    Path source() {
        return root.resolve("node/src/main/java/Fox.java");
    }

    /// A JDK of a version under a path that has spaces.
    Path jdk(String version) throws IOException {
        Path home = Files.createDirectories(root.resolveSibling("java homes").resolve("jdk-" + version));
        Files.createDirectories(home.resolve("bin"));
        script(home.resolve("bin/java"), JAVA);
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Fox\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    /// The launcher, finding our Maven first and no JDK by itself.
    Command pakit(String... arguments) {
        return launcher(root.resolve("pakit"), arguments);
    }

    Command launcher(Path launcher, String... arguments) {
        String[] words = new String[arguments.length + 1];
        words[0] = launcher.toString();
        System.arraycopy(arguments, 0, words, 1, arguments.length);
        return new Command(root, Duration.ofSeconds(30), words)
                .with("PATH", programs + ":/usr/bin:/bin")
                .with("PAKIT_JDK_PLACES", "")
                .with("PAKIT_NO_BUILD", "")
                .with("FAKE_LOG", log.toString());
    }

    /// What Maven was called with, one line each: its process id and its arguments.
    List<String> builds() throws IOException {
        return Files.readAllLines(log);
    }

    /// Makes everything look as if it had lain there for an hour, so that what is touched next is newer.
    void age() throws IOException {
        FileTime before = FileTime.from(Instant.now().minus(Duration.ofHours(1)));
        try (var all = Files.walk(root)) {
            for (Path path : all.toList()) {
                Files.setLastModifiedTime(path, before);
            }
        }
    }

    static void script(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
