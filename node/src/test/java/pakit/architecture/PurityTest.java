package pakit.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Bytes and their names, hints, rules and statistics are functions of their arguments: no clock, no randomness, no
/// thread, no socket, no file. So any decision can be replayed.
final class PurityTest {
    private static final DescribedPredicate<JavaClass> PURE = resideInAnyPackage(
                    "pakit.block..", "pakit.hint..", "pakit.stats..")
            .or(describe("are rules", type -> type.getSimpleName().endsWith("Rule")))
            .as("pure classes");

    private static final DescribedPredicate<JavaClass> OUTSIDE_WORLD = resideInAnyPackage(
                    "java.net..", "java.nio.file..", "java.nio.channels..", "java.util.concurrent..", "java.sql..")
            .or(describe(
                    "clocks, randomness, threads and files",
                    type -> Set.of(
                                    "java.io.File",
                                    "java.io.FileInputStream",
                                    "java.io.FileOutputStream",
                                    "java.io.RandomAccessFile",
                                    "java.lang.Thread",
                                    "java.security.SecureRandom",
                                    "java.time.Clock",
                                    "java.util.Random",
                                    "java.util.random.RandomGenerator")
                            .contains(type.getName())));

    private static final Set<String> IMPURE_CALLS = Set.of(
            "java.lang.System.nanoTime",
            "java.lang.System.currentTimeMillis",
            "java.lang.System.getenv",
            "java.lang.System.getProperty",
            "java.lang.Math.random",
            "java.time.Instant.now",
            "java.util.UUID.randomUUID");

    @Test
    void pureCodeKnowsNoClockRandomnessThreadSocketOrFile() {
        noClasses().that(PURE).should().dependOnClassesThat(OUTSIDE_WORLD).check(ShippedClasses.ALL);
    }

    @Test
    void pureCodeReadsNoClockOrEnvironment() {
        noClasses()
                .that(PURE)
                .should()
                .accessTargetWhere(describe("reads the outside world", PurityTest::readsOutside))
                .check(ShippedClasses.ALL);
    }

    @Test
    void rulesAreSeen() {
        assertThat(ShippedClasses.ALL.stream().filter(PURE).map(JavaClass::getSimpleName))
                .contains("CompressionRule", "Chunker", "Advice");
    }

    private static boolean readsOutside(JavaAccess<?> access) {
        return IMPURE_CALLS.contains(access.getTargetOwner().getName() + "." + access.getName());
    }
}
