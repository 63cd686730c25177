package pakit.training.gossip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Who knows whom, and who is alive. Every node knows about twenty others, of which some are dead; links are known to
/// both ends. Meshes are made of links: of degree `d`, links are taken in an order that both ends agree on, as long as
/// neither has `d`; who then has fewer may take one from somebody who has `d`.
final class Overlay {
    private static final int LINKS = 10;

    private final GossipWorld world;
    private final SplittableRandom random;
    private final int[][] views;
    private final List<int[]> links = new ArrayList<>();
    private final boolean[] alive;
    private final Map<Integer, int[][]> meshes = new HashMap<>();

    Overlay(GossipWorld world) {
        this.world = world;
        random = new SplittableRandom(world.seed());
        views = drawViews();
        alive = new boolean[world.nodes()];
        for (int node = 0; node < alive.length; node++) {
            alive[node] = isDrawnAlive(world);
        }
        alive[0] = true;
    }

    private int[][] drawViews() {
        int nodes = world.nodes();
        int[] degrees = new int[nodes];
        int[][] drawn = new int[nodes][4 * LINKS];
        for (int node = 0; node < nodes; node++) {
            for (int i = 0; i < LINKS; i++) {
                int other = random.nextInt(nodes);
                if (other != node && degrees[other] < 4 * LINKS && degrees[node] < 4 * LINKS) {
                    connect(drawn, degrees, node, other);
                }
            }
        }
        for (int node = 0; node < nodes; node++) {
            drawn[node] = Arrays.copyOf(drawn[node], degrees[node]);
        }
        for (int i = links.size() - 1; i > 0; i--) {
            java.util.Collections.swap(links, i, random.nextInt(i + 1));
        }
        return drawn;
    }

    private void connect(int[][] drawn, int[] degrees, int node, int other) {
        for (int i = 0; i < degrees[node]; i++) {
            if (drawn[node][i] == other) {
                return;
            }
        }
        drawn[node][degrees[node]++] = other;
        drawn[other][degrees[other]++] = node;
        links.add(new int[] {node, other});
    }

    private boolean isDrawnAlive(GossipWorld now) {
        return random.nextDouble() >= now.deadShare();
    }

    /// Draws some nodes anew.
    void churn(GossipWorld now) {
        for (int node = 0; node < alive.length; node++) {
            if (random.nextDouble() < now.churnShare()) {
                alive[node] = isDrawnAlive(now);
            }
        }
    }

    /// Draws all nodes anew, after the weather changed.
    void redraw(GossipWorld now) {
        for (int node = 0; node < alive.length; node++) {
            alive[node] = isDrawnAlive(now);
        }
    }

    boolean isAlive(int node) {
        return alive[node];
    }

    int aliveNodes() {
        int count = 0;
        for (boolean one : alive) {
            count += one ? 1 : 0;
        }
        return count;
    }

    int[] view(int node) {
        return views[node];
    }

    int[][] mesh(int degree) {
        return meshes.computeIfAbsent(degree, this::makeMesh);
    }

    private int[][] makeMesh(int degree) {
        int[][] mesh = new int[views.length][degree + 1];
        int[] degrees = new int[views.length];
        boolean[] taken = new boolean[links.size()];
        take(degree, degree, mesh, degrees, taken);
        take(degree, degree + 1, mesh, degrees, taken);
        for (int node = 0; node < mesh.length; node++) {
            mesh[node] = Arrays.copyOf(mesh[node], degrees[node]);
        }
        return mesh;
    }

    /// Adds links of which one end has fewer than `few` and the other fewer than `many`.
    private void take(int few, int many, int[][] mesh, int[] degrees, boolean[] taken) {
        for (int i = 0; i < taken.length; i++) {
            int one = links.get(i)[0];
            int other = links.get(i)[1];
            int least = Math.min(degrees[one], degrees[other]);
            if (!taken[i] && least < few && Math.max(degrees[one], degrees[other]) < many) {
                taken[i] = true;
                mesh[one][degrees[one]++] = other;
                mesh[other][degrees[other]++] = one;
            }
        }
    }
}
