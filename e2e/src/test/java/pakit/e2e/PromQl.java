package pakit.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What an expression of PromQL asks for: metrics with their matchers, and the labels it groups by. Knows as much of
/// the language as our files use.
record PromQl(List<Selector> selectors, Set<String> groupedBy) {
    /// @param matchers as in `state="OPEN"`
    record Selector(String metric, List<LabelMatcher> matchers) {}

    /// @param text as it was written, without quotes
    record LabelMatcher(String label, Pattern value, String text) {
        @Override
        public String toString() {
            return text;
        }
    }

    private static final Set<String> WORDS = Set.of("sum", "and", "or", "unless", "bool", "offset", "absent");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without|on|ignoring)\\s*\\(([^)]*)\\)");
    private static final Pattern RANGE = Pattern.compile("\\[\\w+]");
    private static final Pattern SELECTOR = Pattern.compile("([a-zA-Z_:][\\w:]*)\\s*(?:\\{([^}]*)}|(\\()|)");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(=~|=)\\s*\"([^\"]*)\"");

    static PromQl parse(String expression) {
        Set<String> grouped = new TreeSet<>();
        Matcher grouping = GROUPING.matcher(expression);
        while (grouping.find()) {
            grouped.addAll(List.of(grouping.group(1).trim().split("\\s*,\\s*")));
        }
        String rest = RANGE.matcher(grouping.replaceAll(" ")).replaceAll("");
        List<Selector> selectors = new ArrayList<>();
        Matcher selector = SELECTOR.matcher(rest);
        while (selector.find()) {
            boolean function = selector.group(3) != null;
            if (!function && !WORDS.contains(selector.group(1))) {
                selectors.add(new Selector(selector.group(1), matchers(selector.group(2))));
            }
        }
        return new PromQl(selectors, grouped);
    }

    private static List<LabelMatcher> matchers(String text) {
        List<LabelMatcher> matchers = new ArrayList<>();
        Matcher found = MATCHER.matcher(text == null ? "" : text);
        while (found.find()) {
            String value = found.group(2).equals("=") ? Pattern.quote(found.group(3)) : found.group(3);
            String shown = found.group(1) + found.group(2) + found.group(3);
            matchers.add(new LabelMatcher(found.group(1), Pattern.compile(value), shown));
        }
        return matchers;
    }
}
