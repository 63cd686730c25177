package pakit.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMember;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What the documents name exists: types and their members, packages, files, and what links lead to.
final class DocumentsTest {
    /// `Type`, `Type.member`, `Type.member(…)`, `Outer.Inner`: upper case first, a lower-case letter in it.
    private static final Pattern JAVA_NAME = Pattern.compile("[A-Z]\\w*[a-z]\\w*(\\.\\w+)*(\\([^)]*\\))?");

    private static final Pattern PACKAGE = Pattern.compile("pakit(\\.[a-z0-9]+)+");
    private static final Pattern FILE = Pattern.compile("(?:core|ml|training|node|e2e|bench|docs|\\.ci)/[\\w./-]+");

    /// Names of other formats that look like types.
    private static final Set<String> FOREIGN = Set.of("Host", "ETag", "Gemm", "Relu");

    @Test
    void typesAndMembersExist() {
        List<Documents.Phrase> names = named(JAVA_NAME);
        assertThat(names).hasSizeGreaterThan(30);
        assertThat(names)
                .filteredOn(name -> !FOREIGN.contains(name.text()) && !exists(name.text()))
                .isEmpty();
    }

    @Test
    void packagesExist() {
        assertThat(named(PACKAGE)).isNotEmpty().allMatch(name -> SourceTree.hasPackage(name.text()));
    }

    @Test
    void filesExist() {
        assertThat(named(FILE)).allMatch(name -> Files.exists(SourceTree.ROOT.resolve(name.text())));
    }

    @Test
    void relativeLinksLeadSomewhere() {
        assertThat(Documents.links())
                .filteredOn(link -> !link.text().startsWith("http"))
                .isNotEmpty()
                .allMatch(DocumentsTest::leadsSomewhere);
    }

    private static boolean leadsSomewhere(Documents.Phrase link) {
        String[] parts = link.text().split("#", 2);
        Path target = parts[0].isEmpty() ? link.document() : link.document().resolveSibling(parts[0]);
        return Files.exists(target)
                && (parts.length == 1
                        || Documents.text(target)
                                .lines()
                                .anyMatch(line -> anchor(line).equals(parts[1])));
    }

    /// As GitHub makes it of a heading.
    private static String anchor(String line) {
        return line.startsWith("#")
                ? line.replaceFirst("^#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\w\\- ]", "")
                        .replace(' ', '-')
                : "";
    }

    private static List<Documents.Phrase> named(Pattern pattern) {
        return Documents.code().stream()
                .filter(phrase -> pattern.matcher(phrase.text()).matches())
                .toList();
    }

    /// A type of ours by its simple name, then nested types or members; or a test, or a member of one.
    private static boolean exists(String name) {
        String[] parts = name.replaceFirst("\\(.*", "").split("\\.");
        if (parts.length <= 2 && isTest(parts[0], parts[parts.length - 1])) {
            return true;
        }
        return ShippedClasses.ALL.stream()
                .filter(type -> type.getSimpleName().equals(parts[0]))
                .anyMatch(type -> has(type, parts, 1));
    }

    private static boolean has(JavaClass type, String[] parts, int at) {
        if (at == parts.length) {
            return true;
        }
        Optional<JavaClass> nested = ShippedClasses.ALL.stream()
                .filter(inner -> inner.getName().equals(type.getName() + "$" + parts[at]))
                .findFirst();
        if (nested.isPresent()) {
            return has(nested.get(), parts, at + 1);
        }
        return at == parts.length - 1
                && type.getAllMembers().stream().map(JavaMember::getName).anyMatch(parts[at]::equals);
    }

    /// Tests and benchmarks are not shipped, so their members are looked up in the source.
    private static boolean isTest(String name, String member) {
        Pattern word = Pattern.compile("\\b" + member + "\\b");
        return SourceTree.files("test").stream()
                .filter(file -> file.getFileName().toString().equals(name + ".java"))
                .anyMatch(file -> SourceTree.lines(file).stream().anyMatch(word.asPredicate()));
    }
}
