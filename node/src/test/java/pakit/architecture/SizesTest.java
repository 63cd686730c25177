package pakit.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// How long things may grow. Each limit is the worst figure of today or the house's own, whichever is tighter: lower it
/// when you can, and do not raise it without a reason that a reader would accept.
final class SizesTest {
    private static final int FILE_LINES_MAX = 300;
    private static final int FILE_LINES_MEDIAN_MAX = 100;
    private static final int METHOD_LINES_MAX = 60;
    private static final int METHOD_LINES_P90_MAX = 15;
    private static final int POM_LINES_MAX = 72;
    private static final double TEST_LINES_SHARE_MIN = 0.68;
    private static final double PACKAGE_PRIVATE_SHARE_MIN = 0.4;

    private static final Pattern PUBLIC_TYPE = Pattern.compile(
            "^public (?:(?:abstract|final|sealed|non-sealed) )*(?:class|interface|record|enum|@interface) .*");

    @Test
    void noFileIsTooLong() {
        assertThat(SourceTree.files("main"))
                .allSatisfy(file -> assertThat(SourceTree.lines(file)).hasSizeLessThanOrEqualTo(FILE_LINES_MAX));
    }

    @Test
    void theMedianFileFitsOnTwoScreens() {
        assertThat(percentile(fileLengths("main"), 0.5)).isLessThanOrEqualTo(FILE_LINES_MEDIAN_MAX);
    }

    @Test
    void noMethodIsTooLong() {
        assertThat(MethodLengths.ofAll())
                .isNotEmpty()
                .filteredOn(method -> method.lines() > METHOD_LINES_MAX)
                .isEmpty();
    }

    @Test
    void nineMethodsInTenFitInFifteenLines() {
        List<Integer> lengths =
                MethodLengths.ofAll().stream().map(MethodLengths.Method::lines).toList();
        assertThat(percentile(lengths, 0.9)).isLessThanOrEqualTo(METHOD_LINES_P90_MAX);
    }

    @Test
    void enoughTypesArePackagePrivate() {
        List<JavaClass> topLevel =
                ShippedClasses.ALL.stream().filter(JavaClass::isTopLevelClass).toList();
        long hidden = topLevel.stream()
                .filter(type -> !type.getModifiers().contains(JavaModifier.PUBLIC))
                .count();
        assertThat((double) hidden / topLevel.size()).isGreaterThanOrEqualTo(PACKAGE_PRIVATE_SHARE_MIN);
    }

    @Test
    void everyPublicTypeSaysWhatItIs() {
        TreeSet<String> silent = new TreeSet<>();
        for (Path file : SourceTree.files("main")) {
            if (!saysWhatItIs(SourceTree.lines(file))) {
                silent.add(SourceTree.ROOT.relativize(file).toString());
            }
        }
        assertThat(silent).isEmpty();
    }

    @Test
    void testsKeepUpWithCode() {
        double share = (double) sum(fileLengths("test")) / sum(fileLengths("main"));
        assertThat(share).isGreaterThanOrEqualTo(TEST_LINES_SHARE_MIN);
    }

    @Test
    void modulePomsStayShort() {
        for (String module : List.of("core", "ml", "training", "node", "e2e", "bench")) {
            assertThat(SourceTree.lines(SourceTree.ROOT.resolve(module).resolve("pom.xml")))
                    .as(module + "/pom.xml")
                    .hasSizeLessThanOrEqualTo(POM_LINES_MAX);
        }
    }

    /// Whether documentation stands above the public type of a file, annotations between them allowed.
    private static boolean saysWhatItIs(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            if (PUBLIC_TYPE.matcher(lines.get(i)).matches()) {
                int above = i - 1;
                while (above > 0 && lines.get(above).matches("[@ )}].*")) {
                    above--;
                }
                return above >= 0 && lines.get(above).startsWith("///");
            }
        }
        return true;
    }

    private static List<Integer> fileLengths(String kind) {
        List<Integer> lengths = new ArrayList<>();
        for (Path file : SourceTree.files(kind)) {
            lengths.add(SourceTree.lines(file).size());
        }
        return lengths;
    }

    private static int sum(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).sum();
    }

    private static int percentile(List<Integer> values, double share) {
        List<Integer> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }
}
