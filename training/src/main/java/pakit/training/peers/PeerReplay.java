package pakit.training.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import pakit.ml.models.Reference;
import pakit.ml.peers.NetworkCoordinate;
import pakit.ml.peers.PeerSettings;

/// Plays one policy in one world, event by event. A request goes to the first of the policy's order, after its time-out
/// to the second and then the third; a hedge goes to the next beside it. The first answer counts, later ones are still
/// learnt from.
public final class PeerReplay {
    private static final int ATTEMPTS_MAX = 3;
    private static final double PROBE_TIMEOUT_MS = 1_000;
    private static final double INTRODUCTIONS_EVERY_MS = 60_000;

    private final Scenario scenario;
    private final World world;
    private final PeerPolicy[] clients;
    private final String name;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final double[] freeAtMs;
    private final int[] atServer;

    private double nowMs;
    private long sequence;
    private double[] latenciesMs = new double[1 << 16];
    private int answered;
    private long requests;
    private long firstOk;
    private long hedges;
    private long retries;
    private long probes;

    private PeerReplay(Scenario scenario, String name) {
        this.scenario = scenario;
        this.name = name;
        world = new World(scenario);
        int nodes = scenario.trips().nodes();
        clients = new PeerPolicy[nodes];
        freeAtMs = new double[nodes];
        atServer = new int[nodes];
    }

    /// @param policy makes the policy of a client
    public static Tally play(Scenario scenario, String name, IntFunction<PeerPolicy> policy) {
        PeerReplay replay = new PeerReplay(scenario, name);
        Arrays.setAll(replay.clients, policy);
        return replay.run();
    }

    /// Plays the policy that looks at the world.
    static Tally playOracle(Scenario scenario) {
        PeerReplay replay = new PeerReplay(scenario, "oracle");
        Arrays.setAll(replay.clients, client -> new Oracle(client, replay.world, replay.freeAtMs));
        return replay.run();
    }

    /// Plays a selector, and takes down what it knew of candidates and what each would have taken, for one request in
    /// `every`.
    static List<Reference.Choice> choices(Scenario scenario, PeerSettings settings, int every) {
        PeerReplay replay = new PeerReplay(scenario, "choices");
        String[] names = Selector.names(replay.clients.length);
        List<Reference.Choice> taken = new ArrayList<>();
        Arrays.setAll(
                replay.clients,
                client -> new TakenDown(
                        new Selector(settings, names, client),
                        new Oracle(client, replay.world, replay.freeAtMs),
                        "client-" + client,
                        every,
                        taken));
        replay.run();
        return taken;
    }

    private record Event(double atMs, long sequence, Runnable what) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Double.compare(atMs, other.atMs);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    private void at(double ms, Runnable what) {
        events.add(new Event(ms, sequence++, what));
    }

    private Tally run() {
        var random = new SplittableRandom(scenario.seed() + 1);
        for (int client = 0; client < clients.length; client++) {
            next(client, random.split());
        }
        introductions();
        for (Event event = events.poll(); event != null; event = events.poll()) {
            nowMs = event.atMs();
            event.what().run();
        }
        double[] sorted = Arrays.copyOf(latenciesMs, answered);
        Arrays.sort(sorted);
        return new Tally(name, sorted, requests, firstOk, answered, hedges, retries, probes);
    }

    private void next(int client, SplittableRandom random) {
        double at = nowMs + World.exponential(random, scenario.gapMs());
        if (at < scenario.endMs()) {
            int object = world.object(random);
            at(at, () -> {
                begin(client, object);
                next(client, random);
            });
        }
    }

    private void introductions() {
        NetworkCoordinate[] places = new NetworkCoordinate[clients.length];
        Arrays.setAll(places, node -> clients[node].coordinate());
        for (int client = 0; client < clients.length; client++) {
            for (int peer = 0; peer < clients.length; peer++) {
                if (peer != client && places[peer] != null) {
                    clients[client].introduced(peer, places[peer]);
                }
            }
        }
        if (nowMs + INTRODUCTIONS_EVERY_MS < scenario.endMs() && places[0] != null) {
            at(nowMs + INTRODUCTIONS_EVERY_MS, this::introductions);
        }
    }

    private void begin(int client, int object) {
        PeerPolicy policy = clients[client];
        PeerPolicy.Choice choice = policy.choose(world.holders(object, client), nowMs);
        Request request = new Request(client, requests++, nowMs, choice);
        for (int peer : choice.probes()) {
            probe(client, peer);
        }
        request.attempt();
        if (choice.hedgeAfterMs() < choice.timeoutMs() && choice.order().length > 1) {
            at(nowMs + choice.hedgeAfterMs(), request::hedge);
        }
    }

    private void probe(int client, int peer) {
        probes++;
        double sentMs = nowMs;
        double tripMs = world.roundTripMs(client, peer, nowMs);
        at(nowMs + tripMs / 2, () -> {
            if (world.isUp(peer, nowMs)) {
                PeerPolicy.Report report = report(peer, 0);
                at(nowMs + tripMs / 2, () -> clients[client].probed(peer, nowMs - sentMs, report, nowMs));
            } else {
                at(sentMs + PROBE_TIMEOUT_MS, () -> clients[client].unheard(peer, nowMs - sentMs, nowMs));
            }
        });
    }

    private PeerPolicy.Report report(int peer, double waitedMs) {
        double serviceMs = world.meanServiceMs(peer, nowMs);
        return world.lies(peer)
                ? new PeerPolicy.Report(0, 0, scenario.serviceMs() / 10, 0, clients[peer].coordinate())
                : new PeerPolicy.Report(
                        waitedMs,
                        Math.max(0, freeAtMs[peer] - nowMs),
                        serviceMs,
                        atServer[peer],
                        clients[peer].coordinate());
    }

    private final class Request {
        private final int client;
        private final long number;
        private final double beganMs;
        private final PeerPolicy.Choice choice;
        private int next;
        private int attempts;
        private boolean timedOut;
        private boolean done;

        Request(int client, long number, double beganMs, PeerPolicy.Choice choice) {
            this.client = client;
            this.number = number;
            this.beganMs = beganMs;
            this.choice = choice;
        }

        void attempt() {
            attempts++;
            send(choice.order()[next++]);
            at(nowMs + choice.timeoutMs(), () -> {
                if (!done) {
                    timedOut = true;
                    if (attempts < ATTEMPTS_MAX && next < choice.order().length) {
                        retries++;
                        attempt();
                    } else {
                        done = true; // given up
                    }
                }
            });
        }

        void hedge() {
            if (!done && next < choice.order().length && clients[client].hedge()) {
                hedges++;
                send(choice.order()[next++]);
            }
        }

        private void send(int peer) {
            Sent sent = new Sent(this, peer, nowMs, world.roundTripMs(client, peer, nowMs));
            clients[client].sent(peer, nowMs);
            at(nowMs + choice.timeoutMs(), sent::timedOut);
            if (!world.isLost(number, peer)) {
                at(nowMs + sent.tripMs / 2, sent::arrived);
            }
        }

        void answered() {
            if (!done) {
                done = true;
                firstOk += timedOut ? 0 : 1;
                if (answered == latenciesMs.length) {
                    latenciesMs = Arrays.copyOf(latenciesMs, answered * 2);
                }
                latenciesMs[answered++] = nowMs - beganMs;
            }
        }
    }

    /// One message with a request, and what becomes of it.
    private final class Sent {
        private final Request request;
        private final int peer;
        private final double sentMs;
        private final double tripMs;
        private boolean heard;
        private boolean givenUp;

        Sent(Request request, int peer, double sentMs, double tripMs) {
            this.request = request;
            this.peer = peer;
            this.sentMs = sentMs;
            this.tripMs = tripMs;
        }

        void timedOut() {
            if (!heard) {
                givenUp = true;
                clients[request.client].failed(peer, nowMs - sentMs, nowMs);
            }
        }

        void arrived() {
            if (!world.isUp(peer, nowMs)) {
                return;
            }
            double waitedMs = Math.max(0, freeAtMs[peer] - nowMs);
            freeAtMs[peer] = nowMs + waitedMs + world.serviceMs(request.number, peer, nowMs + waitedMs);
            atServer[peer]++;
            at(freeAtMs[peer] + (world.lies(peer) ? Scenario.LIE_MS : 0), () -> worked(waitedMs));
        }

        private void worked(double waitedMs) {
            atServer[peer]--;
            if (world.isUp(peer, nowMs)) {
                PeerPolicy.Report report = report(peer, waitedMs);
                at(nowMs + tripMs / 2, () -> arrivedBack(report));
            }
        }

        private void arrivedBack(PeerPolicy.Report report) {
            heard = true;
            PeerPolicy policy = clients[request.client];
            if (givenUp) {
                policy.late(peer, nowMs - sentMs, report, nowMs);
            } else {
                policy.answered(peer, nowMs - sentMs, report, nowMs);
            }
            request.answered();
        }
    }
}
