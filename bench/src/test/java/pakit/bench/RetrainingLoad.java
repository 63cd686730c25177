package pakit.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import pakit.error.PakitException;
import pakit.http.NodeAddress;
import pakit.http.RemoteNode;
import pakit.jobs.Job;
import pakit.jobs.JobState;
import pakit.load.HttpTarget;
import pakit.load.LoadPlan;
import pakit.load.LoadReport;
import pakit.load.LoadTest;
import pakit.load.SampleRows;
import pakit.ml.models.CompressionPredictor;
import pakit.node.JobOperations;

/// What a training does to those who ask the node meanwhile. It begins the job, and the job its process, as ever: a
/// child of the server, on the same cores.
final class RetrainingLoad {
    private static final String MODEL = CompressionPredictor.NAME;
    private static final double RATE = 2_000;
    private static final int CONCURRENCY = 16;
    private static final int PAIRS_OF_EACH = 2;
    private static final double LOAD_SECONDS = 2.5;
    private static final int ATTEMPTS_MAX = 3;
    private static final int TRIED_MIN = 260; // of which training needs five stretches of 32
    private static final String SETTINGS = """
            delta.enabled = false
            oracle { share = 1, cpu-share = 1 }
            retraining.blocks-min = 200
            experiments.evaluate-every = 100ms
            """;

    private final Server server;
    private final JobOperations jobs;
    private final Effort effort;

    private RetrainingLoad(Server server, JobOperations jobs, Effort effort) {
        this.server = server;
        this.jobs = jobs;
        this.effort = effort;
    }

    static List<String> measure(Effort effort) throws IOException, InterruptedException {
        try (ScratchDirectory scratch = ScratchDirectory.make()) {
            Path home = scratch.path().resolve("home");
            Files.createDirectories(home);
            Files.writeString(home.resolve("pakit.conf"), SETTINGS);
            try (Server server = Server.pakit(home, Server.onTwoCores(), "");
                    RemoteNode node = new RemoteNode(NodeAddress.open(server.address()))) {
                storeUntilTried(server.address());
                return new RetrainingLoad(server, node.jobs(), effort).table();
            }
        }
    }

    private List<String> table() throws IOException {
        List<String> table = new ArrayList<>();
        table.add("| over HTTP, while a version is trained | min | median | max |");
        table.add("|---|---:|---:|---:|");
        for (OptionalDouble rate : List.of(OptionalDouble.of(RATE), OptionalDouble.empty())) {
            String load = rate.isPresent()
                    ? String.format(Locale.ROOT, "%,.0f requests a second", RATE)
                    : CONCURRENCY + " callers, as fast as answered";
            p99(rate);
            List<Double> quiet = new ArrayList<>();
            List<Double> training = new ArrayList<>();
            List<Double> ratios = new ArrayList<>();
            for (int i = 0; i < PAIRS_OF_EACH * effort.repetitions(); i++) {
                boolean quietFirst = i % 2 == 0;
                double early = quietFirst ? p99(rate) : p99InTraining(rate);
                double late = quietFirst ? p99InTraining(rate) : p99(rate);
                quiet.add(quietFirst ? early : late);
                training.add(quietFirst ? late : early);
                ratios.add(training.getLast() / quiet.getLast());
            }
            table.add("| " + load + ": p99 without, ms | " + Spread.of(quiet).cells(3) + " |");
            table.add(
                    "| " + load + ": p99 meanwhile, ms | " + Spread.of(training).cells(3) + " |");
            table.add("| " + load + ": the second to the first, pair by pair | "
                    + Spread.of(ratios).cells(2) + " |");
        }
        return table;
    }

    /// Again if the training ended before the load did: on an idle machine it takes six seconds.
    private double p99InTraining(OptionalDouble rate) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            Job job = jobs.run(MODEL, "bench");
            while (jobs.show(job.id()).state() == JobState.QUEUED) {
                LockSupport.parkNanos(10_000_000);
            }
            double p99 = p99(rate);
            if (jobs.show(job.id()).state() == JobState.TRAINING) {
                jobs.cancel(job.id(), "measured");
                return p99;
            }
            end(job);
        }
        throw new IOException("trainings ended before the load did, " + ATTEMPTS_MAX + " times");
    }

    private void end(Job job) {
        try {
            jobs.cancel(job.id(), "too late");
        } catch (PakitException.Refused over) { // by itself, meanwhile
            return;
        }
    }

    private double p99(OptionalDouble rate) throws IOException {
        HttpTarget target = new HttpTarget(server.address(), Map.of(), MODEL, SampleRows.ofBlocks(1));
        long requests = rate.isPresent() ? (long) (RATE * LOAD_SECONDS) : Long.MAX_VALUE / 2;
        Duration time = rate.isPresent() ? Duration.ofMinutes(2) : Duration.ofMillis((long) (1_000 * LOAD_SECONDS));
        LoadPlan plan = new LoadPlan(requests, CONCURRENCY, rate, Optional.empty(), Duration.ZERO, time);
        LoadReport report = LoadTest.run(MODEL, "http", target, plan);
        if (report.successRate() < 1 || report.latencyMs() == null) {
            throw new IOException("requests failed: " + report.failures());
        }
        return report.latencyMs().p99();
    }

    /// Small files of words, so that the oracle keeps up.
    private static void storeUntilTried(URI address) throws IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom(1);
        try (HttpClient http = HttpClient.newHttpClient()) {
            while (tried(http, address) < TRIED_MIN) {
                StringBuilder words = new StringBuilder();
                while (words.length() < 20_000) {
                    words.append("word").append(random.nextInt(3_000)).append(' ');
                }
                HttpRequest put = HttpRequest.newBuilder(address.resolve("/v1/files?name=file&format=raw"))
                        .POST(BodyPublishers.ofString(words.toString()))
                        .build();
                http.send(put, BodyHandlers.discarding());
            }
        }
    }

    private static double tried(HttpClient http, URI address) throws IOException, InterruptedException {
        HttpRequest metrics =
                HttpRequest.newBuilder(address.resolve("/metrics")).build();
        return http.send(metrics, BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith("pakit_oracle_samples_total "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .findFirst()
                .orElse(0);
    }
}
