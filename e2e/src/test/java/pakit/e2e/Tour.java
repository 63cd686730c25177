package pakit.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The commands that the README shows, in its order.
final class Tour {
    /// One block of commands, and the lines that it is said to print (in which `…` stands for anything).
    record Stop(String commands, List<String> prints) {}

    private static final Pattern FENCED = Pattern.compile("(?ms)^```(sh|text)\n(.*?)^```$");

    private Tour() {}

    static List<Stop> read(Path readme) throws IOException {
        List<Stop> stops = new ArrayList<>();
        Matcher block = FENCED.matcher(Files.readString(readme));
        while (block.find()) {
            if (block.group(1).equals("sh")) {
                stops.add(new Stop(block.group(2), List.of()));
            } else {
                Stop last = stops.removeLast();
                stops.add(new Stop(last.commands, block.group(2).lines().toList()));
            }
        }
        return stops;
    }

    /// All stops as one script that says before each where it is, and ends at the first command that fails.
    static String script(List<Stop> stops) {
        StringBuilder script = new StringBuilder("set -eu\n");
        for (int i = 0; i < stops.size(); i++) {
            script.append("echo '")
                    .append(mark(i))
                    .append("'\n")
                    .append(stops.get(i).commands());
        }
        return script.append("echo '").append(mark(stops.size())).append("'\n").toString();
    }

    /// What the script printed at one stop.
    static String printed(String all, int stop) {
        int from = all.indexOf(mark(stop));
        int to = all.indexOf(mark(stop + 1));
        return from < 0 ? "" : all.substring(from, to < 0 ? all.length() : to);
    }

    private static String mark(int stop) {
        return "@@ stop " + stop;
    }
}
