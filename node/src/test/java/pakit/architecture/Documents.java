package pakit.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The documents for people: those at the top of the checkout and those under docs/.
final class Documents {
    /// A phrase in a document.
    record Phrase(Path document, String text) {
        @Override
        public String toString() {
            return SourceTree.ROOT.relativize(document) + ": " + text;
        }
    }

    private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]\n]*]\\(([^)\\s]+)\\)");

    private Documents() {}

    static List<Path> all() {
        try (Stream<Path> top = Files.list(SourceTree.ROOT);
                Stream<Path> docs = Files.walk(SourceTree.ROOT.resolve("docs"))) {
            return Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What stands in backticks, outside of blocks of code.
    static List<Phrase> code() {
        return find(CODE);
    }

    /// Where links lead to.
    static List<Phrase> links() {
        return find(LINK);
    }

    static String text(Path document) {
        try {
            return Files.readString(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Phrase> find(Pattern pattern) {
        List<Phrase> phrases = new ArrayList<>();
        for (Path document : all()) {
            Matcher found = pattern.matcher(FENCED.matcher(text(document)).replaceAll(""));
            while (found.find()) {
                phrases.add(new Phrase(document, found.group(1)));
            }
        }
        return phrases;
    }
}
