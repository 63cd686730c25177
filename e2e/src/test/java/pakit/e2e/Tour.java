package pakit.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a document shows of one language, in its order, so that a test can run it as one program.
final class Tour {
    /// One block of code, and the lines that it is said to print (in which `…` stands for anything).
    record Stop(String code, List<String> prints) {}

    private static final Pattern FENCED = Pattern.compile("(?ms)^```(\\w+)\n(.*?)^```$");

    /// Ends what runs in the background when the script ends.
    private static final String TIDY = "trap '[ -z \"${!-}\" ] || kill \"$!\" 2>/dev/null || true' EXIT\n";

    private Tour() {}

    /// The blocks of `language`. A block of `text` right after one of them is what that one prints.
    static List<Stop> read(Path document, String language) throws IOException {
        List<Stop> stops = new ArrayList<>();
        Matcher block = FENCED.matcher(Files.readString(document));
        boolean ours = false;
        while (block.find()) {
            if (ours && block.group(1).equals("text")) {
                Stop last = stops.removeLast();
                stops.add(new Stop(last.code, block.group(2).lines().toList()));
            }
            ours = block.group(1).equals(language);
            if (ours) {
                stops.add(new Stop(block.group(2), List.of()));
            }
        }
        return stops;
    }

    /// All stops as one shell script that says before each where it is, and ends at the first command that fails.
    static String script(List<Stop> stops) {
        StringBuilder script = new StringBuilder("set -eu\n").append(TIDY);
        for (int i = 0; i < stops.size(); i++) {
            script.append("echo '")
                    .append(mark(i))
                    .append("'\n")
                    .append(stops.get(i).code());
        }
        return script.append("echo '").append(mark(stops.size())).append("'\n").toString();
    }

    /// All stops as the `main` of one Java class that says before each where it is: what one block declares, the later
    /// ones use. Imports may stand in any block.
    static String javaProgram(String name, List<Stop> stops) {
        StringBuilder imports = new StringBuilder();
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < stops.size(); i++) {
            body.append("System.out.println(\"").append(mark(i)).append("\");\n");
            for (String line : stops.get(i).code().lines().toList()) {
                (line.startsWith("import ") ? imports : body).append(line).append('\n');
            }
        }
        return imports + "final class " + name + " {\nstatic void main() throws Exception {\n" + body
                + "System.out.println(\"" + mark(stops.size()) + "\");\n}\n}\n";
    }

    /// The line of a stop's promise that the run did not print, if any.
    static List<String> missing(List<Stop> stops, String all) {
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < stops.size(); i++) {
            String printed = printed(all, i);
            for (String line : stops.get(i).prints()) {
                if (!Pattern.compile("(?m)^" + anything(line) + "$")
                        .matcher(printed)
                        .find()) {
                    missing.add("stop " + i + ": " + line);
                }
            }
        }
        return missing;
    }

    private static String anything(String line) {
        return Arrays.stream(line.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    }

    /// What the script printed at one stop.
    private static String printed(String all, int stop) {
        int from = all.indexOf(mark(stop));
        int to = all.indexOf(mark(stop + 1));
        return from < 0 ? "" : all.substring(from, to < 0 ? all.length() : to);
    }

    private static String mark(int stop) {
        return "@@ stop " + stop;
    }
}
