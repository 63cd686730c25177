package pakit.jobs;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import pakit.codec.Profile;
import pakit.error.PakitException;

/// `pakit train` in a process of its own, with one processor, a bounded heap and a low priority, so that serving does
/// not feel it. It learns of the node's blocks beside those that ship, and ends with the node, however that dies: else
/// two trainings would run after a restart, and write to one place.
///
/// @param fit its limits
/// @param profile in which the node stores
public record TrainingProcess(RetrainingSettings.Fit fit, Profile profile) implements Training {
    private static final String MAIN = "pakit.cli.Main";
    private static final Path NICE = Path.of("/usr/bin/nice");
    private static final Path CHRT = Path.of("/usr/bin/chrt");
    private static final int SAID_MAX = 2_000;

    @Override
    public Running start(String model, Path measurements, Path output) {
        Path log = output.resolveSibling("training.log");
        try {
            Process process = new ProcessBuilder(command(model, measurements, output))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new Started(process, log);
        } catch (IOException e) {
            throw new PakitException.Unavailable(
                    "the training of " + model + " cannot be started: " + e.getMessage(), e);
        }
    }

    private List<String> command(String model, Path measurements, Path output) {
        List<String> command = new ArrayList<>();
        command.addAll(givingWay(fit.nice()));
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(asThisProcess());
        command.addAll(List.of(
                "-Xmx" + fit.heapMiB() + "m",
                "-XX:ActiveProcessorCount=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                MAIN,
                "train",
                model,
                "--measurements",
                measurements.toString(),
                "--own-weight",
                String.valueOf(fit.ownWeight()),
                "--own-profile",
                profile.label(),
                "-o",
                output.toString(),
                "--until-eof"));
        return command;
    }

    /// What stands before a command that gives way to others. At the greatest it runs only where nobody else wants to:
    /// a process that is merely nice is not interrupted at once, but after up to three milliseconds, which those who
    /// ask the node would feel (docs/benchmarks.md).
    static List<String> givingWay(int nice) {
        if (nice == RetrainingSettings.Fit.NICE_MAX && Files.isExecutable(CHRT)) {
            return List.of(CHRT.toString(), "--idle", "0");
        }
        return Files.isExecutable(NICE) ? List.of(NICE.toString(), "-n", String.valueOf(nice)) : List.of();
    }

    /// Modules, rights and properties; memory and collectors are another matter.
    private static List<String> asThisProcess() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--") || argument.startsWith("-D"))
                .toList();
    }

    private record Started(Process process, Path log) implements Running {
        @Override
        public OptionalInt exit() {
            return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
        }

        @Override
        public String said() {
            try {
                String all = Files.readString(log, StandardCharsets.UTF_8).strip();
                return all.substring(Math.max(0, all.length() - SAID_MAX));
            } catch (IOException e) {
                return "its log cannot be read: " + e.getMessage();
            }
        }

        @Override
        public void kill() {
            process.destroyForcibly();
            try {
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    throw new PakitException.Unavailable("process " + process.pid() + " of the training does not end");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
