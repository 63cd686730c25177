package pakit.bench.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Lets contestants store and restore a set by turns, version by version, so that all see the same machine. Every
/// restored tree is compared with what was stored.
final class Race {
    private final VersionedSet set;
    private final Path scratch;
    private final Path launcher;
    private final Pace pace;
    private final Consumer<String> progress;
    private final List<Entrant> entrants = new ArrayList<>();

    /// @param scratch on the disk that is measured, removed by the caller
    /// @param launcher starts the Pakit that is measured
    Race(
            VersionedSet set,
            List<Contestant> contestants,
            Path scratch,
            Path launcher,
            Pace pace,
            Consumer<String> progress)
            throws IOException {
        this.set = set;
        this.scratch = scratch;
        this.launcher = launcher;
        this.pace = pace;
        this.progress = progress;
        for (Contestant contestant : contestants) {
            entrants.add(new Entrant(contestant, Files.createTempDirectory(scratch, "at")));
        }
    }

    List<Figures> run() throws IOException, InterruptedException {
        try {
            return race();
        } finally {
            for (Entrant entrant : entrants) {
                entrant.end();
            }
        }
    }

    private List<Figures> race() throws IOException, InterruptedException {
        for (Entrant entrant : entrants) {
            entrant.step(entrant.contestant.prepare(), 0);
        }
        for (int number = 0; number < set.versions().size(); number++) {
            Collections.rotate(entrants, 1);
            for (Entrant entrant : entrants) {
                entrant.store(number);
            }
        }
        for (Entrant entrant : entrants) {
            entrant.finish();
        }
        for (int i = 0; i < pace.restores(); i++) {
            Collections.rotate(entrants, 1);
            for (Entrant entrant : entrants) {
                entrant.restore();
            }
        }
        List<Figures> figures = new ArrayList<>();
        for (Entrant entrant : entrants) {
            entrant.end(); // so that its files stand still
            figures.add(entrant.figures());
        }
        return figures;
    }

    /// A contestant at work on its repository.
    private final class Entrant {
        private final Contestant contestant;
        private final Path place;
        private final Path repository;
        private final List<Cost> restores = new ArrayList<>();
        private Cost storing = Cost.NOTHING;
        private double servedSeconds;

        private Entrant(Contestant contestant, Path place) throws IOException {
            this.contestant = contestant;
            this.place = place;
            this.repository = Files.createDirectory(place.resolve("repository"));
            Files.createDirectory(place.resolve("work"));
        }

        private void store(int number) throws IOException, InterruptedException {
            storing = storing.plus(durably(contestant.store(), number));
            say("stored version %d of %s".formatted(number, set.name()));
        }

        private void finish() throws IOException, InterruptedException {
            if (!contestant.finish().isEmpty()) {
                storing = storing.plus(durably(contestant.finish(), last()));
                say("finished " + set.name());
            }
        }

        /// Waits for the disk on the clock. That costs nothing where the program itself has done so.
        private Cost durably(String lines, int number) throws IOException, InterruptedException {
            step(pace.sync(), number);
            return step(lines.stripTrailing() + "\n" + pace.sync(), number).plus(served());
        }

        private void restore() throws IOException, InterruptedException {
            step(pace.sync(), last());
            restores.add(step(contestant.restore(), last()).plus(served()));
            Trees.same(set.versions().getLast(), out());
            step("rm -rf \"$OUT\"", last());
            say("restored " + set.name());
        }

        private int last() {
            return set.versions().size() - 1;
        }

        private Path out() {
            return place.resolve("out");
        }

        private Cost step(String lines, int number) throws IOException, InterruptedException {
            Map<String, String> environment = new HashMap<>();
            environment.put("REPO", repository.toString());
            environment.put("WORK", place.resolve("work").toString());
            environment.put("VERSION", set.versions().get(number).toString());
            environment.put("N", String.valueOf(number));
            environment.put("OUT", out().toString());
            environment.put("PAKIT", launcher.toString());
            environment.put("PAKIT_NO_BUILD", "1");
            environment.put("RESTIC_REPOSITORY", repository.toString());
            environment.put("RESTIC_PASSWORD", "bench");
            environment.put("RESTIC_CACHE_DIR", place.resolve("work").toString());
            environment.put("BORG_BASE_DIR", place.resolve("work").toString());
            environment.put("BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK", "yes");
            environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
            environment.put("GIT_CONFIG_NOSYSTEM", "1");
            return new Script(lines, environment, scratch.resolve("log")).run();
        }

        /// What the process that stays took since the last time, its start with the first.
        private Cost served() throws IOException {
            Path file = place.resolve("work/pid");
            if (!Files.exists(file)) {
                return Cost.NOTHING;
            }
            long pid = Long.parseLong(Files.readString(file).strip());
            double before = servedSeconds;
            servedSeconds = ProcFile.cpuSecondsOf(pid);
            return new Cost(0, servedSeconds - before, ProcFile.peakBytes(pid));
        }

        private void end() throws IOException, InterruptedException {
            if (Files.exists(place.resolve("work/pid"))) {
                step(contestant.end(), last());
            }
        }

        private Figures figures() throws IOException {
            List<Cost> sorted = restores.stream()
                    .sorted(Comparator.comparingDouble(Cost::wallSeconds))
                    .toList();
            return new Figures(contestant.name(), set, Trees.bytes(repository), storing, sorted.get(sorted.size() / 2));
        }

        private void say(String words) {
            progress.accept(contestant.name() + ": " + words);
        }
    }
}
