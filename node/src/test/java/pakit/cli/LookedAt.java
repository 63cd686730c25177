package pakit.cli;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.LoggerFactory;
import pakit.error.PakitException;
import pakit.ml.telemetry.EventKind;
import pakit.ml.telemetry.EventQuery;
import pakit.node.NodeOperations;
import pakit.node.Results;
import pakit.tar.ToldTree;

/// All that a home tells who opens it.
///
/// @param roots what each root holds, by name; `refused` where it cannot be read
/// @param answers of models, their history, alerts and experiments
/// @param said problems, refusals, and the log from warnings on
record LookedAt(Map<String, String> roots, Map<String, String> answers, List<String> said) {
    /// Reads leave events too, as many as there is time for.
    private static final EventQuery STORED = EventQuery.newest(100, EventKind.BLOCK_STORED);

    static final String REFUSED = "refused";

    static LookedAt at(Path home) {
        LookedAt looked = new LookedAt(new TreeMap<>(), new TreeMap<>(), new ArrayList<>());
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger("ROOT");
        log.start();
        root.addAppender(log);
        try {
            looked.open(home);
        } finally {
            root.detachAppender(log);
        }
        log.list.forEach(line -> looked.said.add(line.getFormattedMessage()));
        return looked;
    }

    private void open(Path home) {
        try (NodeOperations node = Wiring.open(
                        home, Configuration.of(home, Map.of()), "a test", ModelsWanted.REGISTERED_OR_SHIPPED)
                .node()) {
            for (Results.Root root : node.roots()) {
                ask(roots, String.valueOf(root.name()), () -> told(node, root.id()));
            }
            ask(answers, "verify", () -> {
                List<Results.Problem> problems = node.verify().problems();
                problems.forEach(problem -> said.add(problem.id() + ": " + problem.what()));
                return "" + problems.size();
            });
            ask(answers, "models", () -> node.models().list().toString());
            for (Results.ModelSummary model : node.models().list().models()) {
                ask(answers, "history of " + model.name(), () -> node.models().history(model.name()) + "");
                ask(answers, "show " + model.name(), () -> node.models().show(model.name()) + "");
            }
            ask(answers, "thresholds", () -> node.monitor().thresholds().toString());
            ask(answers, "alerts", () -> node.monitor().alerts(10).size() + "");
            ask(answers, "experiments", () -> node.experiments().list().size() + "");
            ask(answers, "events", () -> node.events(STORED).size() + "");
        } catch (PakitException e) {
            answers.put("open", REFUSED);
            said.add(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
        Cli.Answer tokens = new Cli(home).run("token", "list", "--file", home.resolve("tokens") + "");
        answers.put("tokens", tokens.status() == 0 ? tokens.out() : REFUSED);
        said.add(tokens.err());
    }

    private interface Question {
        String ask() throws IOException;
    }

    private void ask(Map<String, String> into, String what, Question question) {
        try {
            into.put(what, question.ask());
        } catch (PakitException e) {
            into.put(what, REFUSED);
            said.add(e.getMessage() + "");
        } catch (IOException e) {
            throw new AssertionError(what, e);
        }
    }

    private static String told(NodeOperations node, String root) throws IOException {
        ToldTree tree = new ToldTree();
        node.get(root, tree);
        return tree.lines().toString();
    }

    /// What it tells otherwise than `other`, or one of them does not tell: names only.
    List<String> differencesFrom(LookedAt other) {
        List<String> different = new ArrayList<>();
        for (boolean ofRoots : List.of(true, false)) {
            Map<String, String> here = ofRoots ? roots : answers;
            Map<String, String> there = ofRoots ? other.roots : other.answers;
            Set<String> names = new TreeSet<>(here.keySet());
            names.addAll(there.keySet());
            names.removeIf(name -> Objects.equals(here.get(name), there.get(name)));
            different.addAll(names);
        }
        return different;
    }

    boolean opened() {
        return !answers.containsKey("open");
    }

    /// Whether something was said that names `what`.
    boolean names(String what) {
        return said.stream().anyMatch(line -> line.contains(what));
    }
}
