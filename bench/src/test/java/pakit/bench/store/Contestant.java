package pakit.bench.store;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// A program that stores trees version by version and gives the newest back, in lines of shell.
///
/// Set for them are: `REPO`, an empty directory whose files count as stored; `WORK`, a directory that does not count,
/// for caches; `VERSION`, the tree to store; `N`, its number from 0 on; `OUT`, the directory to restore to, which does
/// not exist; `PAKIT`, the launcher.
///
/// @param program without which it cannot take part
/// @param prepare makes the repository; not measured, but for what the process took whose number it leaves in
///     `WORK/pid`: that goes on until `end`, and all its time counts with what it is used for
/// @param finish after the last version; counts as storing
/// @param end after all; not measured
record Contestant(
        String name, String program, String prepare, String store, String finish, String restore, String end) {
    Contestant(String name, String program, String prepare, String store, String finish, String restore) {
        this(name, program, prepare, store, finish, restore, "");
    }

    boolean isHere() {
        return program.isEmpty()
                || Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
