package pakit.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How a training gives way, as the system sees it.
class TrainingProcessTest {
    /// Fields of `/proc/PID/stat` behind the command's name, counted from 0.
    private static final int NICE_FIELD = 16;

    private static final int POLICY_FIELD = 38;
    private static final String SCHED_IDLE = "5";

    @Test
    void atTheGreatestItRunsOnlyWhereNobodyElseWantsTo() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/chrt")), "needs chrt (util-linux)");
        assertThat(stat(RetrainingSettings.Fit.NICE_MAX).get(POLICY_FIELD)).isEqualTo(SCHED_IDLE);
    }

    @Test
    void elseItIsAsNiceAsItIsTold() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/nice")), "needs nice (coreutils)");
        List<String> own = stat(0);
        assertThat(Long.parseLong(stat(7).get(NICE_FIELD)))
                .isEqualTo(Math.min(19, Long.parseLong(own.get(NICE_FIELD)) + 7));
    }

    private static List<String> stat(int nice) throws Exception {
        List<String> command = new ArrayList<>(TrainingProcess.givingWay(nice));
        command.addAll(List.of("/bin/cat", "/proc/self/stat"));
        Process process = new ProcessBuilder(command).start();
        String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).isZero();
        return List.of(line.substring(line.lastIndexOf(')') + 2).split(" "));
    }
}
