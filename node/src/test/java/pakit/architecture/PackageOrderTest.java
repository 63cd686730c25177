package pakit.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Packages stand in one order, along the data's way, and imports point only backwards in it.
final class PackageOrderTest {
    static final List<String> ORDER = List.of(
            "pakit.error",
            "pakit.block",
            "pakit.codec",
            "pakit.hint",
            "pakit.dag",
            "pakit.store",
            "pakit.stats",
            "pakit.ml.onnx",
            "pakit.ml.tensor",
            "pakit.ml.feature",
            "pakit.ml.dedup",
            "pakit.ml.peers",
            "pakit.ml.gossip",
            "pakit.ml.prefetch",
            "pakit.ml.models",
            "pakit.ml.metrics",
            "pakit.ml.database",
            "pakit.ml.alerts",
            "pakit.ml.experiment",
            "pakit.ml.privacy",
            "pakit.ml.telemetry",
            "pakit.ml.drift",
            "pakit.ml.oracle",
            "pakit.ml.estimate",
            "pakit.ml.serving",
            "pakit.ml.integration",
            "pakit.training",
            "pakit.training.peers",
            "pakit.training.gossip",
            "pakit.training.prefetch",
            "pakit.tar",
            "pakit.car",
            "pakit.access",
            "pakit.metrics",
            "pakit.jobs",
            "pakit.node",
            "pakit.scheduling",
            "pakit.inference",
            "pakit.oip",
            "pakit.load",
            "pakit.preflight",
            "pakit.http",
            "pakit.cli");

    @Test
    void allModulesAreSeen() {
        assertThat(packages())
                .contains("pakit.block", "pakit.ml.serving", "pakit.training", "pakit.node", "pakit.http", "pakit.cli");
    }

    @Test
    void everyPackageHasItsPlaceInTheOrder() {
        assertThat(ORDER).containsAll(packages());
    }

    @Test
    void importsPointBackwards() {
        Set<String> forward = new TreeSet<>();
        for (JavaClass type : ShippedClasses.ALL) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String to = dependency.getTargetClass().getBaseComponentType().getPackageName();
                if (ORDER.indexOf(to) > ORDER.indexOf(type.getPackageName())) {
                    forward.add(type.getName() + " -> "
                            + dependency.getTargetClass().getName());
                }
            }
        }
        assertThat(forward).isEmpty();
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("pakit.(**)").should().beFreeOfCycles().check(ShippedClasses.ALL);
    }

    @Test
    void statisticsKnowNothingOfPakit() {
        Set<String> known = new TreeSet<>();
        for (JavaClass type : ShippedClasses.ALL) {
            if (type.getPackageName().equals("pakit.stats")) {
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    known.add(dependency.getTargetClass().getBaseComponentType().getPackageName());
                }
            }
        }
        assertThat(known).isNotEmpty().noneMatch(name -> name.startsWith("pakit.") && !name.equals("pakit.stats"));
    }

    private static Set<String> packages() {
        Set<String> names = new TreeSet<>();
        for (JavaClass type : ShippedClasses.ALL) {
            names.add(type.getPackageName());
        }
        return names;
    }
}
