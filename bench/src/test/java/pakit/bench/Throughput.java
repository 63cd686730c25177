package pakit.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import javax.net.SocketFactory;
import pakit.http.GrpcTarget;
import pakit.load.HttpTarget;
import pakit.load.LoadPlan;
import pakit.load.LoadReport;
import pakit.load.LoadTarget;
import pakit.load.LoadTest;
import pakit.load.SampleRows;
import pakit.ml.models.CompressionPredictor;
import pakit.oip.ServerLiveRequest;

/// Requests that a server answers in a second of its own CPU time, against those of a server that answers a constant.
/// Both run all the time and are asked by turns, so that both see the same machine.
final class Throughput {
    static final int CONNECTIONS = 64;

    private static final String MODEL = CompressionPredictor.NAME;
    private static final SampleRows ROWS = SampleRows.ofBlocks(1);

    private Throughput() {}

    static List<String> http(Effort effort) throws IOException, InterruptedException {
        try (ScratchDirectory scratch = ScratchDirectory.make();
                Server pakit = Server.pakit(scratch.path().resolve("home"), Server.onTwoCores(), "");
                Server constant =
                        Server.ofClass(ConstantServer.class, Server.onTwoCores(), answerOf(pakit.address()))) {
            Side infer = new Side(pakit, target(pakit.address()));
            Side same = new Side(constant, target(constant.address()));
            return compared("HTTP infer, JSON", infer, "a constant", same, effort);
        }
    }

    static List<String> grpc(Effort effort) throws IOException {
        try (ScratchDirectory scratch = ScratchDirectory.make();
                Server pakit = Server.pakit(scratch.path().resolve("home"), Server.onTwoCores(), "")) {
            SocketFactory sockets = SocketFactory.getDefault();
            Side infer = new Side(pakit, GrpcTarget.infer(pakit.address(), sockets, Map.of(), MODEL, ROWS));
            Side live = new Side(
                    pakit,
                    new GrpcTarget(
                            pakit.address(),
                            sockets,
                            Map.of(),
                            "ServerLive",
                            List.of(ServerLiveRequest.getDefaultInstance())));
            return compared("gRPC infer, tensors as bytes", infer, "ServerLive", live, effort);
        }
    }

    private static LoadTarget target(URI address) {
        return new HttpTarget(address, Map.of(), MODEL, ROWS);
    }

    /// What the model answers to the first row, to be answered to all.
    private static String answerOf(URI address) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            StringBuilder data = new StringBuilder();
            for (float value : ROWS.rows().getFirst()) {
                data.append(data.isEmpty() ? "" : ",").append(value);
            }
            String body = "{\"inputs\":[{\"name\":\"features\",\"shape\":[1,%d],\"datatype\":\"FP32\",\"data\":[%s]}]}"
                    .formatted(ROWS.rows().getFirst().length, data);
            HttpRequest request = HttpRequest.newBuilder(address.resolve("/v2/models/" + MODEL + "/infer"))
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            return client.send(request, BodyHandlers.ofString()).body();
        }
    }

    /// A server and how it is asked.
    record Side(Server server, LoadTarget target) {
        double perCpuSecond(Duration time) throws IOException {
            double before = server.cpuSeconds();
            LoadReport report = load(time);
            double used = server.cpuSeconds() - before;
            if (report.successRate() < 1) {
                throw new IOException("requests failed: " + report.failures());
            }
            return report.succeeded() / used;
        }

        LoadReport load(Duration time) {
            LoadPlan plan = new LoadPlan(
                    Long.MAX_VALUE / 2, CONNECTIONS, OptionalDouble.empty(), Optional.empty(), Duration.ZERO, time);
            return LoadTest.run(MODEL, "bench", target, plan);
        }
    }

    static List<String> compared(String one, Side first, String other, Side second, Effort effort) throws IOException {
        Duration time = Duration.ofSeconds(effort.loadSeconds());
        first.load(time.multipliedBy(2));
        second.load(time.multipliedBy(2));
        List<Double> ones = new ArrayList<>();
        List<Double> others = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < effort.repetitions(); i++) {
            boolean firstFirst = i % 2 == 0;
            double early = (firstFirst ? first : second).perCpuSecond(time);
            double late = (firstFirst ? second : first).perCpuSecond(time);
            ones.add(firstFirst ? early : late);
            others.add(firstFirst ? late : early);
            ratios.add(ones.getLast() / others.getLast());
        }
        return List.of(
                "| requests a second of the server's CPU time | min | median | max |",
                "|---|---:|---:|---:|",
                "| " + one + " | " + Spread.of(ones).cells(0) + " |",
                "| " + other + " | " + Spread.of(others).cells(0) + " |",
                "| the first to the second, pair by pair | " + Spread.of(ratios).cells(2) + " |");
    }
}
