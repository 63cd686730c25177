package pakit.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Why streamed answers broke off. An answer that has begun can no longer say so itself, so it carries a ticket in its
/// head, under which the reason can be asked for. Keeps the latest [#KEPT_MAX]. Thread-safe.
final class BrokenAnswers {
    static final String HEADER = "Pakit-Ticket";
    static final String PATH = "/v1/broken-answers";

    static final int KEPT_MAX = 256;

    private final Map<String, Problem> problems = new LinkedHashMap<>();

    String newTicket() {
        return UUID.randomUUID().toString();
    }

    synchronized void add(String ticket, Problem problem) {
        problems.put(ticket, problem);
        if (problems.size() > KEPT_MAX) {
            problems.remove(problems.keySet().iterator().next());
        }
    }

    synchronized Optional<Problem> find(String ticket) {
        return Optional.ofNullable(problems.get(ticket));
    }
}
