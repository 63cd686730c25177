package pakit.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pakit.error.PakitException;

/// Checks of what the machine and the settings offer.
class MachineChecksTest {
    private static final long GIBI = 1L << 30;

    @ParameterizedTest
    @ValueSource(strings = {"25.0.3", "25.0.3+9-LTS", "25.0.10", "25.1", "25.0.3.1"})
    void jdksThatFitPass(String version) {
        assertPasses(new JdkVersion(Runtime.Version.parse(version)), version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"17.0.15", "25", "25.0.2", "25.0.2.1", "26", "26.0.1"})
    void otherJdksFail(String version) {
        assertFails(new JdkVersion(Runtime.Version.parse(version)), version, "PAKIT_JAVA_HOME");
    }

    @Test
    void enoughFileDescriptorsPass() {
        assertPasses(new FileDescriptors(() -> 4096), "4096");
    }

    @Test
    void fewFileDescriptorsFail() {
        assertFails(new FileDescriptors(() -> 1024), "1024", "ulimit -n 4096");
    }

    @Test
    void aRoomyDiskPasses() {
        assertPasses(new DiskSpace(new DiskSpace.Room(20 * GIBI, 100 * GIBI)), "20.0 GiB (20 %)");
    }

    @Test
    void aNearlyFullDiskFails() {
        assertFails(new DiskSpace(new DiskSpace.Room(GIBI, 10 * GIBI)), "1.0 GiB (10 %)", "pakit gc");
        assertFails(new DiskSpace(new DiskSpace.Room(10 * GIBI, 1000 * GIBI)), "10.0 GiB (1 %)", "pakit gc");
    }

    @Test
    void theDiskOfAHomeThatIsStillToComeIsThatOfWhereItWillBe(@TempDir Path directory) {
        assertThat(DiskSpace.of(directory.resolve("not/yet")).look().what())
                .isEqualTo(DiskSpace.of(directory).look().what());
    }

    @Test
    void protectionThatSufficesPasses() {
        assertPasses(new Credentials(() -> "only this machine"), "only this machine");
    }

    @Test
    void protectionThatIsRefusedFails() {
        assertFails(
                new Credentials(() -> {
                    throw new PakitException.Invalid("host '0.0.0.0' is refused");
                }),
                "host '0.0.0.0' is refused",
                "serve.tokens");
    }

    @Test
    void theShippedDashboardPasses() {
        assertPasses(new DashboardShipped(), "deploy/grafana/pakit.json");
    }

    @Test
    void aDashboardThatIsMissingOrBrokenFails() {
        assertFails(new DashboardShipped(null), "without its dashboard", "deploy/grafana/pakit.json");
        assertFails(
                new DashboardShipped(MachineChecksTest.class.getResource("MachineChecksTest.class")),
                "cannot be read",
                "deploy/grafana/pakit.json");
    }

    static void assertPasses(Check check, String... found) {
        Finding finding = check.look();
        assertThat(finding.status()).as(finding.what()).isEqualTo(Finding.Status.PASS);
        assertThat(finding.what()).contains(found);
        assertThat(finding.todo()).isEmpty();
    }

    static void assertFails(Check check, String found, String todo) {
        Finding finding = check.look();
        assertThat(finding.status()).as(finding.what()).isEqualTo(Finding.Status.FAIL);
        assertThat(finding.what()).contains(found);
        assertThat(finding.todo()).contains(todo);
    }
}
