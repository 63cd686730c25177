package pakit.bench.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What versioned sets are made of: lines of set, source, package and versions; `#` begins a remark.
record SetList(String name, Map<String, List<PackageVersions>> sets) {
    static SetList read(Path file) throws IOException {
        Map<String, List<PackageVersions>> sets = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            List<String> words = Arrays.asList(line.strip().split("\\s+"));
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (words.size() < 4) {
                throw new IllegalArgumentException(file + ": expected set, source, package, versions; found: " + line);
            }
            PackageVersions versions =
                    new PackageVersions(Source.parse(words.get(1)), words.get(2), words.subList(3, words.size()));
            sets.computeIfAbsent(words.getFirst(), set -> new ArrayList<>()).add(versions);
        }
        String name = String.valueOf(file.getFileName()).replace(".list", "");
        return new SetList(name, sets);
    }
}
