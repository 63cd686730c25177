package pakit.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// From `pakit serve` to ready, the launcher included; with and without the cache, by turns.
final class StartUp {
    private static final Map<String, String> VARIANTS = new LinkedHashMap<>();

    static {
        VARIANTS.put("with the AOT cache", "");
        VARIANTS.put("without it", "-XX:AOTMode=off");
    }

    private StartUp() {}

    static List<String> measure(Effort effort) throws IOException {
        Map<String, List<Double>> seconds = new LinkedHashMap<>();
        try (ScratchDirectory scratch = ScratchDirectory.make()) {
            Path home = scratch.path().resolve("home");
            Server.pakit(home, List.of(), "").close();
            for (int i = 0; i < effort.repetitions() * 2; i++) {
                List<String> order = new ArrayList<>(VARIANTS.keySet());
                for (String variant : i % 2 == 0 ? order : order.reversed()) {
                    try (Server server = Server.pakit(home, List.of(), VARIANTS.getOrDefault(variant, ""))) {
                        seconds.computeIfAbsent(variant, any -> new ArrayList<>())
                                .add(server.secondsToReady());
                    }
                }
            }
        }
        List<String> table = new ArrayList<>();
        table.add("| seconds from start to ready | min | median | max |");
        table.add("|---|---:|---:|---:|");
        seconds.forEach((variant, values) ->
                table.add("| " + variant + " | " + Spread.of(values).cells(2) + " |"));
        return table;
    }
}
