package pakit.cli;

import java.util.ArrayList;
import java.util.List;

/// Several commands in one process, divided by commas. The launcher runs it when it records for the JVM's cache what
/// verbs load and link.
final class Practice {
    private static final String NEXT = ",";

    private Practice() {}

    public static void main(String[] words) {
        List<String> command = new ArrayList<>();
        for (String word : words) {
            if (word.equals(NEXT)) {
                run(command);
                command.clear();
            } else {
                command.add(word);
            }
        }
        run(command);
    }

    private static void run(List<String> command) {
        int status = Main.run(Terminal.ofThisProcess(), command.toArray(String[]::new));
        if (status != ExitCode.DONE.status()) {
            System.exit(status);
        }
    }
}
