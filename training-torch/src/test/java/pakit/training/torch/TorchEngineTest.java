package pakit.training.torch;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pakit.error.PakitException;

class TorchEngineTest {
    @ParameterizedTest
    @CsvSource({"Mac OS X, aarch64", "Linux, aarch64", "Windows 11, amd64"})
    void otherMachinesAreToldWhereTrainingRuns(String system, String architecture) {
        assertThatExceptionOfType(PakitException.Unavailable.class)
                .isThrownBy(() -> TorchEngine.requirePlatform(system, architecture))
                .withMessageContainingAll("Linux on x86_64", system, architecture, "pakit models register");
    }

    @Test
    void linuxOnX86IsFine() {
        assertThatCode(() -> TorchEngine.requirePlatform("Linux", "amd64")).doesNotThrowAnyException();
    }
}
