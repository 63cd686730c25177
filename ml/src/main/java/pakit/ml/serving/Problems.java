package pakit.ml.serving;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// What a person should look at, by model: of its live version and of its challenger. Thread-safe.
final class Problems {
    private final Map<String, String> live = new ConcurrentHashMap<>();
    private final Map<String, String> challenger = new ConcurrentHashMap<>();

    void live(String model, Optional<String> problem) {
        set(live, model, problem);
    }

    void challenger(String model, Optional<String> problem) {
        set(challenger, model, problem);
    }

    Optional<String> live(String model) {
        return Optional.ofNullable(live.get(model));
    }

    Optional<String> challenger(String model) {
        return Optional.ofNullable(challenger.get(model));
    }

    /// One text a model.
    Map<String, String> all() {
        Map<String, String> all = new TreeMap<>(live);
        challenger.forEach((model, problem) -> all.merge(model, problem, (one, other) -> one + "; " + other));
        return all;
    }

    private static void set(Map<String, String> problems, String model, Optional<String> problem) {
        problem.ifPresentOrElse(text -> problems.put(model, text), () -> problems.remove(model));
    }
}
