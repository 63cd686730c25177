package pakit.bench.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Builds one versioned set and lets Pakit and those of its peers that are installed store and restore it.
///
/// @param cache keeps what was fetched and unpacked, and is where repositories are made; outside the checkout
/// @param launcher starts the Pakit that is measured
/// @param progress told what is done and what is left out
public record StoreBenchmark(Path cache, Path launcher, Pace pace, Consumer<String> progress) {
    /// The lines of one table, none if the list has no such set or it cannot be had.
    public List<String> measure(Path list, String set) throws Exception {
        SetList sets = SetList.read(list);
        List<PackageVersions> packages = sets.sets().getOrDefault(set, List.of());
        Optional<VersionedSet> built = new SetBuilder(cache, progress).build(set, packages);
        if (built.isEmpty()) {
            progress.accept("no set " + set + ": " + list + " and the registries have less than two versions of it");
            return List.of();
        }
        List<String> lines = new ArrayList<>(List.of(describe(built.get()), ""));
        lines.addAll(new RaceTable(race(built.get(), Contestants.all())).lines());
        lines.add("");
        lines.addAll(insides(built.get()));
        return lines;
    }

    List<String> insides(VersionedSet set) throws IOException, InterruptedException {
        return inScratch(scratch -> Insides.measure(set, scratch));
    }

    List<Figures> race(VersionedSet set, List<Contestant> contestants) throws IOException, InterruptedException {
        List<Contestant> here = new ArrayList<>();
        for (Contestant contestant : contestants) {
            if (contestant.isHere()) {
                here.add(contestant);
            } else {
                progress.accept(contestant.name() + " is left out: there is no program " + contestant.program());
            }
        }
        return inScratch(scratch -> new Race(set, here, scratch, launcher, pace, progress).run());
    }

    private interface Work<T> {
        T in(Path scratch) throws IOException, InterruptedException;
    }

    private <T> T inScratch(Work<T> work) throws IOException, InterruptedException {
        Files.createDirectories(cache);
        Path scratch = Files.createTempDirectory(cache, "race");
        try {
            return work.in(scratch);
        } finally {
            String remove = "chmod -R u+rwX \"$SCRATCH\" && rm -rf \"$SCRATCH\"";
            new Script(remove, Map.of("SCRATCH", scratch.toString()), cache.resolve("log")).run();
        }
    }

    private static String describe(VersionedSet set) throws IOException {
        return String.format(
                Locale.ROOT,
                "%d versions, %.1f MB together; the newest has %,d files of %.1f MB.",
                set.versions().size(),
                set.allBytes() / 1e6,
                Trees.count(set.versions().getLast()),
                set.bytes().getLast() / 1e6);
    }
}
