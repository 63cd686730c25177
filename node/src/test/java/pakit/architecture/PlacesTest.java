package pakit.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Some libraries may be named in one place only, and some things may be made in one place only.
final class PlacesTest {
    @ParameterizedTest
    @CsvSource({
        "org.rocksdb.., pakit.store",
        "io.vertx.., pakit.http",
        "io.netty.., pakit.http",
        "picocli.., pakit.cli",
        "org.HdrHistogram.., pakit.load",
        "me.tongfei.progressbar.., pakit.cli",
        "com.typesafe.config.., pakit.cli",
        "org.apache.commons.compress.., pakit.tar",
        "com.github.luben.zstd.., pakit.codec",
        "net.jpountz.., pakit.codec",
        "org.xerial.snappy.., pakit.codec",
        "org.sqlite.., pakit.ml.database",
        "ai.onnxruntime.., pakit.ml.tensor",
    })
    void aLibraryIsNamedInOnePlaceOnly(String library, String place) {
        noClasses()
                .that()
                .resideOutsideOfPackage(place)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .allowEmptyShould(true)
                .check(ShippedClasses.ALL);
    }

    @Test
    void neuralTrainingIsAModuleOfItsOwn() {
        noClasses().should().dependOnClassesThat().resideInAPackage("ai.djl..").check(ShippedClasses.ALL);
    }

    @Test
    void theOnnxRuntimeIsLoadedByOneClassOnly() {
        noClasses()
                .that()
                .haveNameNotMatching("pakit\\.ml\\.tensor\\.RuntimeNetwork(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.onnxruntime..")
                .check(ShippedClasses.ALL);
    }

    @Test
    void theCoreKnowsNoModel() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "pakit.error", "pakit.block", "pakit.codec", "pakit.hint", "pakit.dag", "pakit.store")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("pakit.ml..", "pakit.stats..", "pakit.training..")
                .check(ShippedClasses.ALL);
    }

    @ParameterizedTest
    @CsvSource({
        "pakit.dag.Decision, pakit.dag.CompressionRule",
        "pakit.ml.integration.Closed, pakit.ml.integration.Breaker",
        "pakit.ml.integration.HalfOpen$Trial, pakit.ml.integration.HalfOpen"
    })
    void someThingsAreMintedInOnePlaceOnly(String minted, String mint) {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(mint)
                .and()
                .doNotHaveFullyQualifiedName(minted)
                .should()
                .callConstructorWhere(describe(
                        "makes a " + minted,
                        call -> call.getTargetOwner().getName().equals(minted)))
                .check(ShippedClasses.ALL);
    }
}
